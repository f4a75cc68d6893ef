-- Takes up a commit that its writer has not confirmed: writes beside it, so that a WAIT on this connection covers it too.
--
-- KEYS  uncommitted, project
-- ARGV  copies known, copies wanted ("majority", "all" or a number)
-- Returns {} if there is none, else {copies needed, field, value, ...} with what is known of it.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end
redis.call('HINCRBY', KEYS[1], 'touched', 1)
local copies = math.max(tonumber(ARGV[1]), tonumber(redis.call('HGET', KEYS[2], 'copies') or '1'))
local needed = ARGV[2] == 'all' and copies or tonumber(ARGV[2]) or math.floor(copies / 2) + 1
local answer = redis.call('HGETALL', KEYS[1])
table.insert(answer, 1, tostring(needed))
return answer
