-- SPDX-License-Identifier: MIT OR Apache-2.0
-- faketime: another date, and a clock that runs faster, slower or not at all
--
--   zpoline run -s faketime -a 'at=2030-01-01T12:00:00' -- date
--   zpoline run -s faketime -a 'by=-36h' -- date            before now
--   zpoline run -s faketime -a 'at=2030-01-01 rate=0' -- program
--
--   Tue Jan  1 12:00:00 UTC 2030
--
-- at is in UTC, and each program that is started begins there anew. by is a number
-- with s, m, h or d. rate is seconds for one second. What tells the date is changed:
-- clock_gettime of CLOCK_REALTIME, gettimeofday and time; the times of files, waits
-- and the monotonic clock are as ever.

local args = require "zpoline.args"
local options = args.read { at = "", by = "0s", rate = 1 }

local BILLION = 1000000000
local units = { s = 1, m = 60, h = 3600, d = 86400 }

-- Days since 1970 of a date, by counting years from March.
local function days(year, month, day)
  if month <= 2 then year, month = year - 1, month + 12 end
  return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5
    + day - 719469
end

local function parse_date(text)
  local year, month, day, rest = text:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$"
  local h, m, s = (rest or ""):match "^T(%d%d):(%d%d):(%d%d)$"
  if not year or rest ~= "" and not h then
    error(("faketime: at=%s is not YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS"):format(text), 0)
  end
  return days(tonumber(year), tonumber(month), tonumber(day)) * 86400
    + (h and tonumber(h) * 3600 + tonumber(m) * 60 + tonumber(s) or 0)
end

local function parse_by(text)
  local n, unit = text:match "^([-+]?[%d.]+)(%l)$"
  if not (tonumber(n) and units[unit]) then
    error(("faketime: by=%s is not a number with s, m, h or d"):format(text), 0)
  end
  return (tonumber(n) * units[unit] * BILLION) // 1 | 0
end

local buffer = zp.mem.alloc(16)

local function real_now()
  zp.syscall("clock_gettime", 0, buffer)
  local s, ns = zp.mem.unpack(buffer, "i8i8")
  return s * BILLION + ns
end

local started = real_now()
local base = (options.at ~= "" and parse_date(options.at) * BILLION or started)
  + parse_by(options.by)
local rate = options.rate

-- The time of the program's for a real one, both in ns.
local function fake(real)
  local passed = real - started
  return base + (rate == 1 and passed or (passed * rate) // 1 | 0)
end

local REALTIME = { [0] = true, [5] = true } -- and CLOCK_REALTIME_COARSE

zp.hook("clock_gettime", { exit = function(regs, ret)
  if ret ~= 0 or not REALTIME[regs.rdi & 0xffffffff] then return end
  local s, ns = zp.mem.unpack(regs.rsi, "i8i8")
  local t = fake(s * BILLION + ns)
  zp.mem.pack(regs.rsi, "i8i8", t // BILLION, t % BILLION)
end })

zp.hook("gettimeofday", { exit = function(regs, ret)
  if ret ~= 0 or regs.rdi == 0 then return end
  local s, us = zp.mem.unpack(regs.rdi, "i8i8")
  local t = fake(s * BILLION + us * 1000)
  zp.mem.pack(regs.rdi, "i8i8", t // BILLION, t % BILLION // 1000)
end })

zp.hook("time", { exit = function(regs, ret)
  if ret < 0 then return end
  local s = fake(real_now()) // BILLION
  if regs.rdi ~= 0 then zp.mem.u64(regs.rdi, s) end
  return s
end })
