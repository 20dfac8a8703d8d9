-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Calls that wait: for a time, or until a moment.

local spans = require "zpoline.faketime.spans"
local state = require "zpoline.faketime.state"
local errno = zp.errno
local mem = zp.mem

local M = {}

local REALTIME, MONOTONIC = 0, 1
local TIMER_ABSTIME = 1

local function signed(value) return value << 32 >> 32 end

local function scale_ms(name)
  return function(regs)
    local ms = signed(regs[name])
    if ms > 0 and ms < 1 << 31 then
      regs[name] = math.min((state.span(ms * 1000000) + 999999) // 1000000, 0x7fffffff)
    end
  end
end

local function scale_timespec(name)
  return function(regs) spans.scale(regs, name, 1) end
end

local nanosleep = {
  enter = function(regs) regs.data = spans.scale(regs, "req", 1) end,
  exit = function(regs, ret)
    if ret == -errno.EINTR and regs.data and regs.rem ~= 0 then spans.write_rest(regs.rem, 1) end
  end,
}

local clock_nanosleep = {
  enter = function(regs)
    local clock = signed(regs.rdi)
    if not state.has(clock) then return end
    if regs.flags & TIMER_ABSTIME == 0 then return nanosleep.enter(regs) end
    if spans.moment(regs, "req", clock, MONOTONIC) then regs.rdi = MONOTONIC end
  end,
  exit = nanosleep.exit,
}

-- These tell how much time was left, in the program's structure.
local function scale_and_rest(unit)
  return {
    enter = function(regs)
      local ptr = regs.timeout
      if spans.scale(regs, "timeout", unit) then regs.data = { ptr, regs.timeout } end
    end,
    exit = function(regs)
      if regs.data then spans.write_rest(regs.data[1], unit, regs.data[2]) end
    end,
  }
end

-- futex ------------------------------------------------------------------------

local FUTEX_COMMAND, FUTEX_CLOCK_REALTIME = 0x7f, 0x100
local FUTEX_WAIT, FUTEX_LOCK_PI = 0, 6
-- With a moment, on the clock that the flag says.
local futex_moments = { [9] = true, [11] = true, [13] = true }

local function futex(regs)
  local command = regs.op & FUTEX_COMMAND
  if command == FUTEX_WAIT then
    spans.scale(regs, "utime", 1)
  elseif futex_moments[command] then
    local clock = regs.op & FUTEX_CLOCK_REALTIME ~= 0 and REALTIME or MONOTONIC
    if spans.moment(regs, "utime", clock, MONOTONIC) then
      regs.op = regs.op & ~FUTEX_CLOCK_REALTIME
    end
  elseif command == FUTEX_LOCK_PI then
    spans.moment(regs, "utime", REALTIME, REALTIME)
  end
end

-- futex_wait, futex_waitv: a moment, and its clock in another argument.
local function futex2(name)
  return function(regs)
    local clock = signed(regs.clockid)
    if (clock == REALTIME or clock == MONOTONIC) and spans.moment(regs, name, clock, MONOTONIC) then
      regs.clockid = MONOTONIC
    end
  end
end

-- sockets ----------------------------------------------------------------------

local SOL_SOCKET = 1
local TIMEOUTS = { 20, 21, 66, 67 } -- SO_RCVTIMEO, SO_SNDTIMEO, in two forms
local TIMEVAL = 16 -- bytes

local get_timeout = { exit = function(regs, ret)
  if ret == 0 and mem.u32(regs.optlen) == TIMEVAL then spans.write_rest(regs.optval, 1000) end
end }

local function until_day(regs) spans.moment(regs, "abs_timeout", REALTIME, REALTIME) end

-- Name, handler, filter.
M.calls = {
  { "nanosleep", nanosleep },
  { "clock_nanosleep", clock_nanosleep },
  { "poll", scale_ms "timeout" },
  { { "epoll_wait", "epoll_pwait" }, scale_ms "timeout" },
  { { "epoll_pwait2", "rt_sigtimedwait", "semtimedop", "io_getevents", "io_pgetevents" },
    scale_timespec "timeout" },
  { { "ppoll", "pselect6", "recvmmsg" }, scale_and_rest(1) },
  { "select", scale_and_rest(1000) },
  { "futex", futex },
  { "futex_waitv", futex2 "timeout" },
  { "futex_wait", futex2 "timespec" },
  { { "mq_timedsend", "mq_timedreceive" }, until_day },
  { "setsockopt", function(regs)
    if signed(regs.optlen) >= TIMEVAL then spans.scale(regs, "optval", 1000) end
  end, { level = SOL_SOCKET, optname = TIMEOUTS } },
  { "getsockopt", get_timeout, { level = SOL_SOCKET, optname = TIMEOUTS } },
}

return M
