-- SPDX-License-Identifier: MIT OR Apache-2.0
-- slow: system calls that take longer than a given time
--
--   zpoline run -s slow -- program
--   zpoline run -s slow -a 'over=500us %file' -- program    another bound, some calls
--   zpoline run -s slow -a stack -- program                 and who made the call
--
--   4711 12.402 ms fsync(3) = 0
--
-- Calls that are meant to wait (poll, nanosleep, futex, wait4, ...) are left out unless
-- they are named.

local args = require "zpoline.args"
local forks = require "inner.forks"
local format = require "zpoline.format"
local options = args.read { over = "10ms", stack = false }

local over = args.duration(options.over)
local waiting = {
  "!poll", "!ppoll", "!select", "!pselect6", "!epoll_wait", "!epoll_pwait", "!epoll_pwait2",
  "!nanosleep", "!clock_nanosleep", "!futex", "!futex_waitv", "!wait4", "!waitid",
  "!pause", "!rt_sigsuspend", "!rt_sigtimedwait",
}

zp.hook(#options > 0 and options or waiting, {
  enter = function(regs)
    regs.data = { list = format.arguments(regs), from = zp.now() }
  end,
  exit = function(regs, ret)
    local call = regs.data
    local took = zp.now() - call.from
    if took >= over and not forks.is_child(regs, ret) then
      zp.log("%d %.3f ms %s", zp.tid(), took / 1e6, format.format(regs, call.list))
      if options.stack then zp.backtrace(regs):print() end
    end
  end,
})
