-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What this script does, in one line.
--
-- It runs once, when the program starts, and again in each program that the program
-- starts. zpoline syscalls NAME shows the arguments of a call. docs/api.md describes the
-- whole interface. To check that the script loads: zpoline check THIS.lua

local zp = require "zpoline"

local opened = 0

-- Before the call. Arguments are integers. zp.mem reads memory.
zp.hook("openat", function(_, _, path, flags)
  zp.log("openat %s %#x", zp.mem.string(path) or "?", flags)
  -- regs.rsi = zp.mem.put("/tmp/other")   another path
  -- return -zp.errno.ENOENT               an answer; the kernel is not asked
end)

-- After the call. C evaluates the filter, before Lua runs.
zp.hook("openat", { ret = ">=0" }, { exit = function()
  opened = opened + 1
end })

-- Around the call.
zp.hook("read", function(regs)
  local n = regs:call() -- may be used more than once
  return n
end)

-- A fault. No Lua runs at the call.
-- zp.inject("fsync", { error = "EIO", when = "3+" })

zp.on("exit", function()
  zp.log("%d files opened in process %d", opened, zp.pid())
end)
