-- SPDX-License-Identifier: MIT OR Apache-2.0
-- determinism: the same random numbers and the same time in each run
--
--   zpoline run -s determinism -- python3 -c 'import random; print(random.random())'
--   zpoline run -s determinism -a 'seed=7 at=2020-01-01 step=1ms' -- program
--
--   0.20865627753974136
--
-- A generator with this seed answers getrandom; it starts anew in each program. The date
-- starts at this time and advances by one step each time it is read. Process numbers,
-- addresses, the monotonic clock, the order of threads and /dev/urandom do not change.

local args = require "zpoline.args"
local faketime = require "zpoline.faketime"
local options = args.read { seed = 1, at = "2020-01-01", step = "1us" }

local time = faketime.read(options.at, 0)
if not time or options.at:find "^[+-]" then
  args.fail(("determinism: at=%s is not a date like 2020-01-01"):format(options.at))
end
local step = args.duration(options.step)

faketime.tell_date(function()
  time = time + step
  return time
end)

-- splitmix64
local state = options.seed // 1 | 0

local function word()
  state = state + 0x9e3779b97f4a7c15
  local z = state
  z = (z ~ z >> 30) * 0xbf58476d1ce4e5b9
  z = (z ~ z >> 27) * 0x94d049bb133111eb
  return z ~ z >> 31
end

local MOST = 65536

zp.hook("getrandom", function(_, buf, count)
  local n = count < 0 and MOST or math.min(count, MOST)
  local words = {}
  for i = 1, (n + 7) // 8 do words[i] = ("<i8"):pack(word()) end
  local ok = n == 0 or zp.mem.write(buf, table.concat(words):sub(1, n))
  return ok and n or -zp.errno.EFAULT
end)
