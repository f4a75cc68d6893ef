-- Writes one commit, all or nothing: first every comparison, then every write.
--
-- KEYS  project, flags, keys, environments, audit; then per environment: targeting, segments, records, state, changes; versions, uncommitted
-- ARGV  write id, number and digest of the last audit entry expected, project revision expected ("" = the documents are not written),
--       number of environments, per environment: epoch, revision, hash expected (all "" = it must not exist);
--       then what to write, in the order in which it is taken below, and last the copies known and the copies wanted
--       ("majority", "all" or a number)
-- Returns "written", "conflict", "uncommitted <copies needed>" if it is in force only when so many copies have it and confirm.lua
-- says so, or "behind" if such a commit stands before this one.
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

-- A key of another type would let the script fail half way.
local kinds = { 'hash', 'hash', 'hash', 'set', 'stream' }
local ofEnvironment = { 'hash', 'hash', 'hash', 'hash', 'stream' }
for k = 1, #KEYS do
  local kind = k >= #KEYS - 1 and 'hash' or k <= 5 and kinds[k] or ofEnvironment[(k - 6) % 5 + 1]
  local present = redis.call('TYPE', KEYS[k]).ok
  if present ~= 'none' and present ~= kind then
    return redis.error_reply('ERR ' .. KEYS[k] .. ' is a ' .. present .. ', not a ' .. kind)
  end
end

local project, uncommitted = KEYS[1], KEYS[#KEYS]
-- How many copies there are never sinks because some are not connected: the largest number ever known counts.
local copies = math.max(tonumber(ARGV[#ARGV - 1]), tonumber(redis.call('HGET', project, 'copies') or '1'))
local needed = ARGV[#ARGV] == 'all' and copies or tonumber(ARGV[#ARGV]) or math.floor(copies / 2) + 1
local write = take()
local stored = redis.call('HMGET', project, 'revision', 'audit', 'write', 'schema', 'auditDigest')
if stored[4] and stored[4] ~= '1' then
  return redis.error_reply('ERR the schema of ' .. project .. ' is ' .. stored[4] .. '; this version writes 1')
end
if stored[3] == write then
  -- A WAIT covers only what its own connection has written: so something is.
  if redis.call('HGET', uncommitted, 'write') == write then
    redis.call('HINCRBY', uncommitted, 'touched', 1)
    return 'uncommitted ' .. needed
  end
  return 'written'
end
if redis.call('EXISTS', uncommitted) == 1 then
  return 'behind'
end
local auditSeq, auditDigest = take(), take()
if (stored[2] or '0') ~= auditSeq or (stored[5] or '') ~= auditDigest then
  return 'conflict'
end
local expectedRevision = take()
if expectedRevision ~= '' and (stored[1] or '0') ~= expectedRevision then
  return 'conflict'
end
local environments = tonumber(take())
for e = 1, environments do
  local epoch, revision, hash = take(), take(), take()
  local state = redis.call('HMGET', KEYS[5 + (e - 1) * 5 + 4], 'epoch', 'head', 'hash')
  if (state[1] or '') ~= epoch or (state[2] or '') ~= revision or (state[3] or '') ~= hash then
    return 'conflict'
  end
end

-- The audit entry comes first: it is the one write that can be refused (by a log that goes on above its number), and then
-- nothing of the commit may be written.
local seq, instant, actor, action, comment, details, previous, digest =
  take(), take(), take(), take(), take(), take(), take(), take()
redis.call('XADD', KEYS[5], seq .. '-0', 'at', instant, 'actor', actor, 'action', action, 'comment', comment,
  'details', details, 'previous', previous, 'digest', digest, 'write', write)
if needed > 1 then
  redis.call('HSET', uncommitted, 'audit', seq, 'write', write)
end

if expectedRevision ~= '' then
  redis.call('HSET', project, 'schema', '1', 'revision', take(), 'stamp', digest)
  if take() == '1' then
    redis.call('HSET', project, 'document', take())
  end
  patch(KEYS[2])
  patch(KEYS[3])
end

for e = 1, environments do
  local base = 5 + (e - 1) * 5
  local name = take()
  redis.call('SADD', KEYS[4], name)
  patch(KEYS[base + 1])
  patch(KEYS[base + 2])
  patch(KEYS[base + 3])
  local epoch, revision, hash, change, keep = take(), take(), take(), take(), take()
  redis.call('HSET', KEYS[base + 4], 'schema', '1', 'epoch', epoch, 'head', revision, 'hash', hash)
  if needed <= 1 then
    redis.call('HSET', KEYS[base + 4], 'committed', revision)
  else
    redis.call('HSET', uncommitted, 'revision:' .. name, revision)
  end
  -- The log is a short cut for readers. One that goes on above the state would refuse this entry, when half of the
  -- commit is written already: it begins anew.
  local entry = { 'XADD', KEYS[base + 5], 'MAXLEN', '~', keep, revision .. '-0', 'epoch', epoch, 'hash', hash, 'change', change }
  if type(redis.pcall(unpack(entry))) == 'table' then
    redis.call('DEL', KEYS[base + 5])
    redis.call(unpack(entry))
  end
end

patch(KEYS[#KEYS - 1])
redis.call('HSET', project, 'audit', seq, 'auditDigest', digest, 'write', write, 'copies', tostring(copies))
if seq == '1' then
  redis.call('HSET', project, 'origin', digest, 'restored', '0')
end
if needed > 1 then
  return 'uncommitted ' .. needed
end
-- A hint may be lost, also to a user who may not send it: the write stands.
redis.pcall('PUBLISH', take(), take())
return 'written'
