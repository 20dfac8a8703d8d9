-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- trace: every system call with its arguments and result, as strace shows them.
--
--   ZPOLINE_SCRIPT=scripts/trace.lua LD_PRELOAD=build/libzpoline.so ls
--   ZPOLINE_ARGS="openat read" ...       only these calls
--   ZPOLINE_LOG=trace.txt ...            to a file
--
-- Each line begins with the id of the thread:
--
--   4711 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3

local format = require "zpoline.format"

-- Calls that may not come back are written before they are made.
local one_way = {
  execve = true, execveat = true, exit = true, exit_group = true,
  rt_sigreturn = true,
}

local function line(regs, given, ending)
  print(("%d %s%s"):format(regs.tid, format.format(regs, given), ending or ""))
end

zp.hook(#zp.args > 0 and zp.args or "*", {
  enter = function(regs)
    if one_way[regs.name] then
      line(regs, nil, " = ?")
    else
      regs.data = format.arguments(regs)
    end
  end,
  exit = function(regs)
    line(regs, regs.data)
  end,
})
