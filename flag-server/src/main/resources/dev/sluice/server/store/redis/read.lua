-- Reads, at one point in time, what a node does not hold yet.
--
-- KEYS  project, flags, keys, environments; then per environment the reader asks for: targeting, segments, records, state, changes
-- ARGV  project revision held, most changes wanted; then per environment: name, epoch, revision, hash held (all "" = nothing)
-- Returns {} if there is no such project, else
--   {revision, audit number, audit digest, {names of all environments}, {} or {document, {flags}, {keys}}, {per environment asked for:
--    {name, "missing"} | {name, kind, epoch, revision, hash, ...}}}
--   with the kinds "same", "less", "changes" (then {entries}) and "whole" (then {targeting}, {segments}, {records}).
local stored = redis.call('HMGET', KEYS[1], 'revision', 'audit', 'auditDigest', 'document')
if not stored[1] then
  return {}
end

local documents = {}
if stored[1] ~= ARGV[1] then
  documents = { stored[4], redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[3]) }
end

local most = tonumber(ARGV[2])
local environments = {}
for e = 1, (#KEYS - 4) / 5 do
  local base = 4 + (e - 1) * 5
  local name, epoch, revision, hash = ARGV[e * 4 - 1], ARGV[e * 4], ARGV[e * 4 + 1], ARGV[e * 4 + 2]
  local state = redis.call('HMGET', KEYS[base + 4], 'epoch', 'head', 'hash')
  local answer
  if not state[1] then
    answer = { name, 'missing' }
  elseif state[1] == epoch and state[2] == revision and state[3] == hash then
    answer = { name, 'same', state[1], state[2], state[3] }
  elseif state[1] == epoch and tonumber(state[2]) < tonumber(revision) then
    answer = { name, 'less', state[1], state[2], state[3] }
  else
    local missed = state[1] == epoch and tonumber(state[2]) - tonumber(revision) or 0
    if missed > 0 and missed <= most then
      local entries = redis.call('XRANGE', KEYS[base + 5], string.format('%d-0', tonumber(revision) + 1), state[2] .. '-0')
      if #entries == missed then
        answer = { name, 'changes', state[1], state[2], state[3], entries }
      end
    end
    answer = answer or { name, 'whole', state[1], state[2], state[3],
      redis.call('HGETALL', KEYS[base + 1]), redis.call('HGETALL', KEYS[base + 2]), redis.call('HGETALL', KEYS[base + 3]) }
  end
  environments[e] = answer
end
return { stored[1], stored[2], stored[3], redis.call('SMEMBERS', KEYS[4]), documents, environments }
