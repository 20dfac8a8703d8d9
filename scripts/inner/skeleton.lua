-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What this script is for, in one line.
--
-- It runs once, when the program starts, and again in each program that it starts.
-- zpoline syscalls NAME shows the arguments of a call; the whole interface is in
-- docs/api.md. To see that it loads: zpoline check THIS.lua

local zp = require "zpoline"

local opened = 0

-- Before the call. Arguments are integers; memory is read with zp.mem.
zp.hook("openat", function(_, _, path, flags)
  zp.log("openat %s %#x", zp.mem.string(path) or "?", flags)
  -- regs.rsi = zp.mem.put("/tmp/other")   another path
  -- return -zp.errno.ENOENT               an answer; the kernel is not asked
end)

-- After it. The filter is decided before Lua runs.
zp.hook("openat", { ret = ">=0" }, { exit = function()
  opened = opened + 1
end })

-- Around it.
zp.hook("read", function(regs)
  local n = regs:call() -- again, if wanted
  return n
end)

-- A fault, without any Lua at the time of the call.
-- zp.inject("fsync", { error = "EIO", when = "3+" })

zp.on("exit", function()
  zp.log("%d files opened in process %d", opened, zp.pid())
end)
