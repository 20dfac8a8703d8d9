-- SPDX-License-Identifier: MIT OR Apache-2.0
-- hello.lua: the first hook. Says which files a program opens, and changes
-- nothing.
--
--   ZPOLINE_SCRIPT=examples/hello.lua LD_PRELOAD=build/libzpoline.so cat /etc/hostname

local zp = require "zpoline"

local opened = 0

zp.hook("openat", {
  enter = function(regs, _, path)
    regs.data = zp.mem.string(path)
  end,
  exit = function(regs, ret)
    opened = opened + 1
    print(regs.data, ret >= 0 and "opened as " .. ret or zp.errno[-ret])
  end,
})

zp.on("exit", function()
  print(opened .. " calls of openat in process " .. zp.pid())
end)
