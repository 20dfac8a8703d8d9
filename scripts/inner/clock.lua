-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The date that a program is told: local clock = require "inner.clock".

local M = {}

local BILLION = 1000000000

-- Days since 1970 of a date, by counting years from March.
local function days(year, month, day)
  if month <= 2 then year, month = year - 1, month + 12 end
  return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5
    + day - 719469
end

--- Seconds since 1970 of a date in UTC; who: for the message.
function M.parse(who, text)
  local year, month, day, rest = text:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$"
  local h, m, s = (rest or ""):match "^T(%d%d):(%d%d):(%d%d)$"
  if not year or rest ~= "" and not h then
    error(("%s: at=%s is not YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS"):format(who, text), 0)
  end
  return days(tonumber(year), tonumber(month), tonumber(day)) * 86400
    + (h and tonumber(h) * 3600 + tonumber(m) * 60 + tonumber(s) or 0)
end

local buffer = zp.mem.alloc(16)

--- The kernel's, in ns.
function M.now()
  zp.syscall("clock_gettime", 0, buffer)
  local s, ns = zp.mem.unpack(buffer, "i8i8")
  return s * BILLION + ns
end

local REALTIME = { [0] = true, [5] = true } -- and CLOCK_REALTIME_COARSE

--- Whatever tells the date tells fake(real) in its place, both in ns since 1970.
function M.replace(fake)
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
    local s = fake(M.now()) // BILLION
    if regs.rdi ~= 0 then zp.mem.u64(regs.rdi, s) end
    return s
  end })
end

return M
