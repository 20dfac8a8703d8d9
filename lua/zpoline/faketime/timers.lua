-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Timers: what they are set to, and what they tell.

local io = require "zpoline.io"
local spans = require "zpoline.faketime.spans"
local state = require "zpoline.faketime.state"
local mem = zp.mem

local M = {}

local BILLION = 1000000000
local TIMER_ABSTIME = 1
local ITIMER_REAL = 0

-- What stands behind "name:" in a file of /proc, a number; nil: it cannot be known.
local function number_in(path, pattern)
  local file = io.open(path)
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return math.tointeger(tonumber(text and text:match(pattern)))
end

-- The clock of a timerfd, and of a timer by its number.
local function timerfd_clock(regs)
  local path = ("/proc/thread-self/fdinfo/%d"):format(regs.ufd & 0xffffffff)
  return number_in(path, "clockid:%s*(%d+)")
end

local function timer_clock(regs)
  return number_in("/proc/self/timers",
    ("%%f[^%%z\n]ID: %d\n.-ClockID: (%%d+)"):format(regs.timer_id & 0xffffffff))
end

-- new, old: names of the arguments.
local function settime(clock_of, new, old)
  return {
    enter = function(regs)
      local absolute = regs.flags & TIMER_ABSTIME ~= 0
      local clock = clock_of(regs)
      -- one of processor time, or one that is not known, and may be
      if clock and not state.has(clock) or absolute and not clock then return end
      spans.scale_timer(regs, new, 1, absolute and clock or nil)
      regs.flags = regs.flags & ~TIMER_ABSTIME
      regs.data = regs[old]
    end,
    exit = function(regs, ret)
      if ret == 0 and regs.data then spans.timer_back(regs.data, 1) end
    end,
  }
end

local function gettime(clock_of, name)
  return { exit = function(regs, ret)
    local clock = ret == 0 and clock_of(regs)
    if clock and state.has(clock) then spans.timer_back(regs[name], 1) end
  end }
end

local setitimer = {
  enter = function(regs)
    if regs.value ~= 0 then spans.scale_timer(regs, "value", 1000) end
    regs.data = regs.ovalue
  end,
  exit = function(regs, ret)
    if ret == 0 and regs.data then spans.timer_back(regs.data, 1000) end
  end,
}

-- alarm knows whole seconds only: a timer that does the same takes its place.
local alarm = {
  enter = function(regs)
    local seconds = regs.seconds & 0xffffffff
    local timer = ("jj"):pack(0, 0) .. spans.pack(state.span(seconds * BILLION), 1000)
    regs.data = mem.put(("\0"):rep(32))
    regs.nr = zp.syscalls.setitimer.nr
    regs.rdi, regs.rsi, regs.rdx = ITIMER_REAL, mem.put(timer), regs.data
  end,
  exit = function(regs)
    local left = spans.read(regs.data + 16, 1000) or 0
    return (state.span_back(left) + BILLION - 1) // BILLION
  end,
}

-- Name, handler, filter.
M.calls = {
  { "timerfd_settime", settime(timerfd_clock, "utmr", "otmr") },
  { "timerfd_gettime", gettime(timerfd_clock, "otmr") },
  { "timer_settime", settime(timer_clock, "new_setting", "old_setting") },
  { "timer_gettime", gettime(timer_clock, "setting") },
  { "setitimer", setitimer, { which = ITIMER_REAL } },
  { "getitimer", { exit = function(regs, ret)
    if ret == 0 then spans.timer_back(regs.value, 1000) end
  end }, { which = ITIMER_REAL } },
  { "alarm", alarm },
}

return M
