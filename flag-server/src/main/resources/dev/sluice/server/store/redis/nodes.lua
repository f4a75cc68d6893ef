-- Who is there: writes that a node is or has left, and says who was heard when, all by this server's clock.
--
-- KEYS  names by when they were heard, what they said, names by when they left
-- ARGV  "sign", "read" or "leave"; name and document of the node; milliseconds until a silent node is forgotten
-- Returns {now, {per node: {name, milliseconds of silence, document}}, {names that left}}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest = now - tonumber(ARGV[4])

if ARGV[1] == 'sign' then
  redis.call('ZADD', KEYS[1], now, ARGV[2])
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', oldest)) do
    redis.call('ZREM', KEYS[1], name)
    redis.call('HDEL', KEYS[2], name)
  end
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', oldest)
elseif ARGV[1] == 'leave' then
  redis.call('ZREM', KEYS[1], ARGV[2])
  redis.call('HDEL', KEYS[2], ARGV[2])
  redis.call('ZADD', KEYS[3], now, ARGV[2])
end

local seen = {}
local heard = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. oldest, '+inf', 'WITHSCORES')
for i = 1, #heard, 2 do
  seen[#seen + 1] = { heard[i], now - tonumber(heard[i + 1]), redis.call('HGET', KEYS[2], heard[i]) or '' }
end
table.sort(seen, function(a, b) return a[1] < b[1] end)
return { now, seen, redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. oldest, '+inf') }
