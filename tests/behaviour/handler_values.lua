-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Handlers with every number of parameters, and of values that they return.
local seen = 0

local function check(holds)
  assert(holds)
  seen = seen + 1
end

zp.hook("write", function() seen = seen + 1 end)
zp.hook("write", function(regs) check(regs.count == 5) end)
zp.hook("write", function(_, fd) check(fd == 1) end)
zp.hook("write", function(_, fd, _, count, none) check(fd == 1 and count == 5 and none == nil) end)
zp.hook("write", function(...) check(select("#", ...) == 4) end)
zp.hook("write", function(regs, ...) check(regs.fd == 1 and select("#", ...) == 3) end)
zp.hook("write", math.type) -- fails if it is given nothing
zp.hook("write", function() return nil, "not looked at" end)
zp.hook("write", function() return table.unpack({}, 1, 10000) end)
zp.hook("write", { exit = function(...) check(select("#", ...) == 2) end })
zp.hook("write", { exit = function(regs, ret) check(regs.ret == 1000 and ret == 1000) end })
zp.hook("write", { exit = function(_, ret) return ret * 100, ret end })
zp.hook("write", { exit = function() return 10, "not looked at" end })
zp.hook("write", { exit = function() seen = seen + 1 end })

-- Another number has other arguments.
zp.hook("getppid", function(regs) regs.nr = zp.syscalls.write.nr end)
zp.hook("getppid", function(...)
  check(select("#", ...) == 4)
  return 1
end)
zp.on("exit", function() zp.log("%d", seen) end)
