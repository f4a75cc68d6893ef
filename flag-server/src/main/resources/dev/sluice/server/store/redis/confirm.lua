-- Says that a commit is on enough copies: from here on it is served.
--
-- KEYS  uncommitted, audit; then per environment of the commit: state
-- ARGV  number of its audit entry, write id, channel, hint; then per environment: its revision
-- Returns "committed", or "lost" if the store does not have this commit.
local uncommitted = redis.call('HMGET', KEYS[1], 'audit', 'write')
if uncommitted[1] == ARGV[1] and uncommitted[2] == ARGV[2] then
  for e = 3, #KEYS do
    redis.call('HSET', KEYS[e], 'committed', ARGV[e + 2])
  end
  redis.call('DEL', KEYS[1])
  -- A hint may be lost, also to a user who may not send it: the write stands.
  redis.pcall('PUBLISH', ARGV[3], ARGV[4])
  return 'committed'
end

-- Somebody else has said it, or this store is one that never had the commit.
local entries = redis.call('XRANGE', KEYS[2], ARGV[1] .. '-0', ARGV[1] .. '-0')
if entries[1] then
  local fields = entries[1][2]
  for f = 1, #fields, 2 do
    if fields[f] == 'write' and fields[f + 1] == ARGV[2] then
      return 'committed'
    end
  end
end
return 'lost'
