-- Reads, at one point in time, what a node does not hold yet.
--
-- KEYS  project, flags, keys, environments, audit; then per environment the reader asks for: targeting, segments, records, state, changes;
--       uncommitted
-- ARGV  project revision and stamp held, audit number held, most audit entries wanted (and 8 MB of them), most changes wanted, number of flags and keys held;
--       then per environment: name, epoch, revision, hash held (all "" = nothing), number of documents and records held
-- Returns {} if there is no such project, {"!", why} if what is there is not ours to read, {"~", audit number} if the last commit is not
-- on enough copies yet, else
--   {revision, stamp, origin, restored, audit number, audit digest, {audit entries}, {names of all environments},
--    {} or {document, {flags}, {keys}}, {per environment asked for: {name, "missing"} | {name, "unreadable", why} |
--    {name, kind, epoch, revision, hash, ...}},
--    {names of what is as the reader holds it, but less: "" for flags and keys, " audit", environments}}
--   with the kinds "same", "less", "changes" (then {entries}) and "whole" (then {targeting}, {segments}, {records}).
-- Never fails because of what is stored: junk in one place must not hide the rest.
local function wrong(key, kind)
  local stored = redis.call('TYPE', key).ok
  return stored ~= 'none' and stored ~= kind and ('its key ' .. key .. ' is a ' .. stored .. ', not a ' .. kind)
end

local uncommitted = not wrong(KEYS[#KEYS], 'hash') and redis.call('HGET', KEYS[#KEYS], 'audit')
if uncommitted then
  return { '~', uncommitted }
end
local why = wrong(KEYS[1], 'hash') or wrong(KEYS[2], 'hash') or wrong(KEYS[3], 'hash') or wrong(KEYS[4], 'set')
if why then
  return { '!', why }
end
local stored = redis.call('HMGET', KEYS[1], 'revision', 'stamp', 'origin', 'restored', 'audit', 'auditDigest', 'document', 'schema')
if not stored[1] then
  return {}
end
if stored[8] ~= '1' then
  return { '!', 'its schema is ' .. (stored[8] or 'missing') .. '; this version reads 1' }
end
local auditHead = tonumber(stored[5] or '')
if not tonumber(stored[1]) or not auditHead or not stored[6] or not stored[7] then
  return { '!', 'its revision, audit number or document is missing or no number' }
end

-- Whether there are fewer fields than a reader holds of the very same state: then keys were deleted, or evicted. Junk is no hole.
local function less(held, ...)
  local fields = 0
  for _, key in ipairs({ ... }) do
    if wrong(key, 'hash') then
      return false
    end
    fields = fields + redis.call('HLEN', key)
  end
  return fields < tonumber(held)
end

local holes = {}
local documents = {}
if stored[1] ~= ARGV[1] or (stored[2] or '') ~= ARGV[2] then
  documents = { stored[7], redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[3]) }
elseif less(ARGV[6], KEYS[2], KEYS[3]) then
  holes[1] = ''
end

-- Entries may be large: the newest first, until there are so many bytes.
local largest = 8 * 1024 * 1024
local audit = {}
local from = math.max(tonumber(ARGV[3]), auditHead - tonumber(ARGV[4])) + 1
if from <= auditHead and not wrong(KEYS[5], 'stream') then
  local bytes, top = 0, auditHead
  while top >= from and bytes < largest do
    local bottom = math.max(from, top - 9)
    local some = redis.call('XREVRANGE', KEYS[5], string.format('%d-0', top), string.format('%d-0', bottom))
    for _, entry in ipairs(some) do
      audit[#audit + 1] = entry
      for _, part in ipairs(entry[2]) do
        bytes = bytes + #part
      end
    end
    top = bottom - 1
  end
  for i = 1, math.floor(#audit / 2) do
    audit[i], audit[#audit + 1 - i] = audit[#audit + 1 - i], audit[i]
  end
end

if from > auditHead and auditHead > 0 and redis.call('EXISTS', KEYS[5]) == 0 then
  holes[#holes + 1] = ' audit'
end

local most = tonumber(ARGV[5])
local function read(base, name, epoch, revision, hash, held)
  local bad = wrong(KEYS[base + 4], 'hash')
  if bad then
    return { name, 'unreadable', bad }
  end
  local state = redis.call('HMGET', KEYS[base + 4], 'epoch', 'head', 'hash', 'schema')
  if not state[1] and not state[2] and not state[3] then
    return { name, 'missing' }
  end
  if state[4] ~= '1' then
    return { name, 'unreadable', 'the schema of its state is ' .. (state[4] or 'missing') .. '; this version reads 1' }
  end
  local head = tonumber(state[2] or '')
  if not state[1] or not head or not state[3] then
    return { name, 'unreadable', 'its epoch, revision or hash is missing or no number' }
  end
  if state[1] == epoch and state[2] == revision and state[3] == hash then
    if redis.call('SISMEMBER', KEYS[4], name) == 0 or less(held, KEYS[base + 1], KEYS[base + 2], KEYS[base + 3]) then
      holes[#holes + 1] = name
    end
    return { name, 'same', state[1], state[2], state[3] }
  end
  if state[1] == epoch and head < tonumber(revision) then
    return { name, 'less', state[1], state[2], state[3] }
  end
  local missed = state[1] == epoch and head - tonumber(revision) or 0
  if missed > 0 and missed <= most and not wrong(KEYS[base + 5], 'stream') then
    local entries = redis.call('XRANGE', KEYS[base + 5], string.format('%d-0', tonumber(revision) + 1), state[2] .. '-0')
    if #entries == missed then
      return { name, 'changes', state[1], state[2], state[3], entries }
    end
  end
  bad = wrong(KEYS[base + 1], 'hash') or wrong(KEYS[base + 2], 'hash') or wrong(KEYS[base + 3], 'hash')
  if bad then
    return { name, 'unreadable', bad }
  end
  return { name, 'whole', state[1], state[2], state[3],
    redis.call('HGETALL', KEYS[base + 1]), redis.call('HGETALL', KEYS[base + 2]), redis.call('HGETALL', KEYS[base + 3]) }
end

local environments = {}
for e = 1, (#KEYS - 5) / 5 do
  local a = 6 + (e - 1) * 5
  environments[e] = read(5 + (e - 1) * 5, ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4], ARGV[a + 5])
end
return { stored[1], stored[2] or '', stored[3] or '', stored[4] or '0', stored[5], stored[6], audit,
  redis.call('SMEMBERS', KEYS[4]), documents, environments, holes }
