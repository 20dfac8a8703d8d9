-- SPDX-License-Identifier: MIT OR Apache-2.0
-- hello.lua: the first hook. Print which files a program opens; change nothing.
--
--   zpoline run -s examples/hello.lua cat /etc/hostname

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
