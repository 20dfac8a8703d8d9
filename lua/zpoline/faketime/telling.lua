-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Calls that tell the time, and those that set it.

local spans = require "zpoline.faketime.spans"
local state = require "zpoline.faketime.state"
local errno, mem = zp.errno, zp.mem

local M = {}

local BILLION = 1000000000
local REALTIME, MONOTONIC, BOOTTIME = 0, 1, 7
local TICK = 10000000 -- ns of times()
local CAP_SYS_TIME = 25

local scratch = mem.alloc(24)

local function signed(value) return value << 32 >> 32 end

--- Handlers of the three calls that tell the date; shown(clock) is what a clock shows, nil
--- for one that is left alone.
function M.date(shown)
  return {
    { "clock_gettime", { exit = function(regs, ret)
      local ns = ret == 0 and shown(signed(regs.rdi))
      if ns then mem.write(regs.rsi, spans.pack(ns, 1)) end
    end } },
    { "gettimeofday", { exit = function(regs, ret)
      if ret == 0 and regs.rdi ~= 0 then mem.write(regs.rdi, spans.pack(shown(REALTIME), 1000)) end
    end } },
    { "time", { exit = function(regs, ret)
      if ret < 0 and ret > -4096 then return end
      local seconds = shown(REALTIME) // BILLION
      if regs.rdi ~= 0 then mem.i64(regs.rdi, seconds) end
      return seconds
    end } },
  }
end

-- setting it -------------------------------------------------------------------

-- May the program set clocks? That of the machine is not touched.
local function may_set()
  mem.pack(scratch, "<I4I4", 0x20080522, 0) -- _LINUX_CAPABILITY_VERSION_3
  local data = mem.put(("\0"):rep(24))
  return zp.syscall("capget", scratch, data) == 0
    and mem.u32(data) & 1 << CAP_SYS_TIME ~= 0
end

-- The time at ptr is the program's from now on. The kernel refuses who may not, and is
-- never asked for who may.
local function set_day(ptr, unit)
  if not may_set() then return nil end
  local ns = spans.read(ptr, unit)
  if not ns then return mem.read(ptr, 16) and -errno.EINVAL or -errno.EFAULT end
  state.jump(ns - state.shown(REALTIME))
  return 0
end

-- adjtimex -----------------------------------------------------------------------

-- Places in struct timex.
local OFFSET, STATUS, TIME = 8, 40, 72
local ADJ_OFFSET, ADJ_SETOFFSET, ADJ_NANO = 0x1, 0x100, 0x2000
local ADJ_SINGLESHOT, ADJ_READ = 0x8000, 0xa001
local STA_NANO = 0x2000

-- What the program asks for as a step; frequencies stay as they are.
local function step(modes, at)
  local unit = modes & ADJ_NANO ~= 0 and 1 or 1000
  if modes & ADJ_SETOFFSET ~= 0 then
    local s, part = mem.unpack(at + TIME, "jj")
    return s * BILLION + part * unit
  end
  if modes & ADJ_OFFSET == 0 then return 0 end
  if modes & ADJ_SINGLESHOT ~= 0 then unit = 1000 end
  return mem.i64(at + OFFSET) * unit
end

local function adjtimex(name)
  return {
    enter = function(regs)
      if name == "tx" and signed(regs.clockid) ~= REALTIME then return end
      local at = regs[name]
      local modes = mem.u32(at)
      regs.data = { at = at }
      if not modes or modes == 0 or modes == ADJ_READ or not may_set() then return end
      local ns = step(modes, at)
      if ns ~= 0 then state.jump(ns) end
      regs.data.modes = modes
      mem.u32(at, 0) -- the kernel tells, and does nothing
    end,
    exit = function(regs, ret)
      local data = regs.data
      if not data then return end
      if data.modes then mem.u32(data.at, data.modes) end
      if ret < 0 then return end
      local unit = mem.u32(data.at + STATUS) & STA_NANO ~= 0 and 1 or 1000
      mem.write(data.at + TIME, spans.pack(state.shown(REALTIME), unit))
    end,
  }
end

-- all of them ------------------------------------------------------------------

local function shown(clock) return state.has(clock) and state.shown(clock) or nil end

M.calls = M.date(shown)
for _, entry in ipairs {
  { "clock_settime", function(regs)
    if signed(regs.rdi) == REALTIME then return set_day(regs.tp, 1) end
  end },
  { "settimeofday", function(regs)
    if regs.tv ~= 0 then return set_day(regs.tv, 1000) end
  end },
  { "adjtimex", adjtimex "txc_p" },
  { "clock_adjtime", adjtimex "tx" },
  -- since the machine was started, in seconds, and in ticks from some start
  { "sysinfo", { exit = function(regs, ret)
    if ret == 0 then mem.i64(regs.info, state.shown(BOOTTIME) // BILLION) end
  end } },
  { "times", { exit = function(_, ret)
    if ret >= 0 or ret == -errno.EFAULT then
      return ret ~= -errno.EFAULT
        and ret + (state.shown(MONOTONIC) - state.real(MONOTONIC)) // TICK or nil
    end
  end } },
} do M.calls[#M.calls + 1] = entry end

return M
