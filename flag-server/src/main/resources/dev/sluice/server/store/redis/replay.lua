-- Writes back what a store has lost, or puts another history in its place, all or nothing: first every comparison, then every write.
--
-- KEYS  project, flags, keys, environments, audit; then per environment: targeting, segments, records, state, changes; versions, uncommitted
-- ARGV  write id, "1" if keys of another type go away and nothing is compared, "1" if there must be no such project, else "0" and then project revision, stamp, audit number and digest expected;
--       number of environments, per environment: epoch, revision, hash expected (all "" = none, or already the state that is
--       written), epoch, revision, hash after; then what to write, in the order in which it is taken below
-- Last come the copies known and the copies wanted ("majority", "all" or a number).
-- Returns "written", "conflict", or "uncommitted <copies needed>" as commit.lua does.
local at = 0
local function take()
  at = at + 1
  return ARGV[at]
end

-- A map is its size, then key, "1" or "0" (remove), value.
local function patch(key)
  for _ = 1, tonumber(take()) do
    local field, present, value = take(), take(), take()
    if present == '1' then
      redis.call('HSET', key, field, value)
    else
      redis.call('HDEL', key, field)
    end
  end
end

local write, mend = take(), take() == '1'
local kinds = { 'hash', 'hash', 'hash', 'set', 'stream' }
local ofEnvironment = { 'hash', 'hash', 'hash', 'hash', 'stream' }
for k = 1, #KEYS do
  local kind = k >= #KEYS - 1 and 'hash' or k <= 5 and kinds[k] or ofEnvironment[(k - 6) % 5 + 1]
  local stored = redis.call('TYPE', KEYS[k]).ok
  if stored ~= 'none' and stored ~= kind and mend then
    redis.call('DEL', KEYS[k])
  elseif stored ~= 'none' and stored ~= kind then
    return redis.error_reply('ERR ' .. KEYS[k] .. ' is a ' .. stored .. ', not a ' .. kind)
  end
end

local project, uncommitted = KEYS[1], KEYS[#KEYS]
-- How many copies there are never sinks because some are not connected: the largest number ever known counts.
local copies = math.max(tonumber(ARGV[#ARGV - 1]), tonumber(redis.call('HGET', project, 'copies') or '1'))
local needed = ARGV[#ARGV] == 'all' and copies or tonumber(ARGV[#ARGV]) or math.floor(copies / 2) + 1
local stored = redis.call('HMGET', project, 'revision', 'stamp', 'audit', 'auditDigest', 'write')
if stored[5] == write then
  if redis.call('HGET', uncommitted, 'write') == write then
    redis.call('HINCRBY', uncommitted, 'touched', 1)
    return 'uncommitted ' .. needed
  end
  return 'written'
end
if redis.call('EXISTS', uncommitted) == 1 and not mend then
  return 'conflict'
end
if take() == '1' then
  if stored[1] and not mend then
    return 'conflict'
  end
else
  local revision, stamp, seq, digest = take(), take(), take(), take()
  local same = (stored[1] or '0') == revision and (stored[2] or '') == stamp and (stored[3] or '0') == seq and (stored[4] or '') == digest
  if not same and not mend then
    return 'conflict'
  end
end
local environments = tonumber(take())
for e = 1, environments do
  local epoch, revision, hash = take(), take(), take()
  local epochAfter, revisionAfter, hashAfter = take(), take(), take()
  local state = redis.call('HMGET', KEYS[5 + (e - 1) * 5 + 4], 'epoch', 'head', 'hash')
  local is = function(x, y, z) return (state[1] or '') == x and (state[2] or '') == y and (state[3] or '') == z end
  if not mend and not is(epoch, revision, hash) and not (epoch == '' and is(epochAfter, revisionAfter, hashAfter)) then
    return 'conflict'
  end
end

redis.call('DEL', uncommitted)

-- The audit entries come first: they are the one write that can be refused (by a log that goes on above their numbers).
if take() == '1' then
  redis.call('DEL', KEYS[5])
end
local seq, digest
for _ = 1, tonumber(take()) do
  local instant, actor, action, comment, details, previous
  seq, instant, actor, action, comment, details, previous, digest = take(), take(), take(), take(), take(), take(), take(), take()
  redis.call('XADD', KEYS[5], seq .. '-0', 'at', instant, 'actor', actor, 'action', action, 'comment', comment,
    'details', details, 'previous', previous, 'digest', digest, 'write', write)
end

if take() == '1' then
  redis.call('DEL', KEYS[2], KEYS[3])
  redis.call('HSET', project, 'schema', '1', 'revision', take(), 'stamp', take(), 'document', take())
  patch(KEYS[2])
  patch(KEYS[3])
end

for e = 1, environments do
  local base = 5 + (e - 1) * 5
  local name = take()
  redis.call('SADD', KEYS[4], name)
  if take() == '1' then
    redis.call('DEL', KEYS[base + 1], KEYS[base + 2], KEYS[base + 3], KEYS[base + 4], KEYS[base + 5])
  end
  patch(KEYS[base + 1])
  patch(KEYS[base + 2])
  patch(KEYS[base + 3])
  local epoch, revision, hash, keep = take(), take(), take(), take()
  redis.call('HSET', KEYS[base + 4], 'schema', '1', 'epoch', epoch, 'head', revision, 'hash', hash)
  if needed <= 1 then
    redis.call('HSET', KEYS[base + 4], 'committed', revision)
  else
    redis.call('HSET', uncommitted, 'revision:' .. name, revision)
  end
  for _ = 1, tonumber(take()) do
    local number, hashThen, change = take(), take(), take()
    local entry = { 'XADD', KEYS[base + 5], 'MAXLEN', '~', keep, number .. '-0', 'epoch', epoch, 'hash', hashThen, 'change', change }
    if type(redis.pcall(unpack(entry))) == 'table' then
      redis.call('DEL', KEYS[base + 5])
      redis.call(unpack(entry))
    end
  end
end

local origin, restored = take(), take()
-- Versions of the history that a restore or a repair ends would be taken for those of the one that it begins.
if mend or tonumber(restored) > tonumber(redis.call('HGET', project, 'restored') or '0') then
  redis.call('DEL', KEYS[#KEYS - 1])
end
redis.call('HSET', project, 'origin', origin, 'restored', restored, 'audit', seq, 'auditDigest', digest, 'write', write,
  'copies', tostring(copies))
if needed > 1 then
  redis.call('HSET', uncommitted, 'audit', seq, 'write', write)
  return 'uncommitted ' .. needed
end
-- A hint may be lost, also to a user who may not send it: the write stands.
redis.pcall('PUBLISH', take(), take())
return 'written'
