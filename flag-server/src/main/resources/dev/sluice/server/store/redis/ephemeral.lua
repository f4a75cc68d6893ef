-- Lets a small value live for another time, or removes it, if it still is the one that is expected.
--
-- KEYS  where it is
-- ARGV  the value that is expected; for how many milliseconds it is to live, 0 removes it
-- Returns 1 if it was the one, else 0
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
