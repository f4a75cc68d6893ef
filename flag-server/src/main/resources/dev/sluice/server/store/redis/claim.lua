-- Takes windows of usage reports that nobody has taken before. A session's entry is the highest number taken and the gaps below it, whose
-- numbers may still come: "17", or "17 3-5 9-9".
--
-- KEYS  numbers by session, sessions by when they were heard, last answer to this node
-- ARGV  token of the question, milliseconds to remember a session, most sessions, most gaps of one; then session and number of each window
-- Returns one digit for each window: 1 taken now, 0 taken before.
local before = redis.call('GET', KEYS[3])
if before then
  local space = string.find(before, ' ', 1, true)
  if string.sub(before, 1, space - 1) == ARGV[1] then
    return string.sub(before, space + 1)
  end
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local keep = tonumber(ARGV[2])
local digits = {}
for i = 5, #ARGV, 2 do
  local session, number = ARGV[i], tonumber(ARGV[i + 1])
  local highest, gaps = 0, {}
  local known = redis.call('HGET', KEYS[1], session)
  if known then
    highest = tonumber(string.match(known, '^%d+'))
    for from, to in string.gmatch(known, '(%d+)%-(%d+)') do
      gaps[#gaps + 1] = { tonumber(from), tonumber(to) }
    end
  end
  local taken = number > highest
  if taken then
    if number > highest + 1 then
      gaps[#gaps + 1] = { highest + 1, number - 1 }
    end
    highest = number
  else
    for g, gap in ipairs(gaps) do
      if number >= gap[1] and number <= gap[2] then
        taken = true
        table.remove(gaps, g)
        if number < gap[2] then
          table.insert(gaps, g, { number + 1, gap[2] })
        end
        if number > gap[1] then
          table.insert(gaps, g, { gap[1], number - 1 })
        end
        break
      end
    end
  end
  if taken then
    local entry = { string.format('%.0f', highest) }
    for g = math.max(1, #gaps - tonumber(ARGV[4]) + 1), #gaps do
      entry[#entry + 1] = string.format('%.0f-%.0f', gaps[g][1], gaps[g][2])
    end
    redis.call('HSET', KEYS[1], session, table.concat(entry, ' '))
  end
  redis.call('ZADD', KEYS[2], now, session)
  digits[#digits + 1] = taken and '1' or '0'
end

local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - keep, 'LIMIT', 0, 500)
local over = redis.call('ZCARD', KEYS[2]) - #gone - tonumber(ARGV[3])
if over > 0 then
  for _, session in ipairs(redis.call('ZRANGE', KEYS[2], #gone, #gone + math.min(over, 500) - 1)) do
    gone[#gone + 1] = session
  end
end
for _, session in ipairs(gone) do
  redis.call('HDEL', KEYS[1], session)
  redis.call('ZREM', KEYS[2], session)
end
redis.call('PEXPIRE', KEYS[1], 2 * keep)
redis.call('PEXPIRE', KEYS[2], 2 * keep)

local answer = table.concat(digits)
redis.call('SET', KEYS[3], ARGV[1] .. ' ' .. answer, 'PX', keep)
return answer
