-- SPDX-License-Identifier: MIT OR Apache-2.0
-- slow: system calls that take longer than a given time
--
--   zpoline run -s slow -- program
--   zpoline run -s slow -a 'over=500us %file' -- program    another bound, some calls
--   zpoline run -s slow -a stack -- program                 and who made the call
--
--   4711 fsync(3) = 0 <0.012402>
--
-- Calls that are meant to wait (poll, nanosleep, futex, wait4, ...) are left out unless
-- they are named.

local args = require "zpoline.args"
local forks = require "inner.forks"
local options = args.read { over = "10ms", stack = false }

local over = args.duration(options.over)
local waiting = {
  "!poll", "!ppoll", "!select", "!pselect6", "!epoll_wait", "!epoll_pwait", "!epoll_pwait2",
  "!nanosleep", "!clock_nanosleep", "!futex", "!futex_waitv", "!wait4", "!waitid",
  "!pause", "!rt_sigsuspend", "!rt_sigtimedwait",
}
local calls = #options > 0 and { table.unpack(options) } or waiting
local filter = { took = (">=%d"):format(over) }

zp.trace(calls, filter, { took = true, column = 0 })
if options.stack then
  zp.hook(calls, filter, {
    exit = function(regs, ret)
      if not forks.is_child(regs, ret) then zp.backtrace(regs):print() end
    end,
  })
end
