-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Counts getppid among all calls of all threads.
local parents = 0

zp.hook("*", function(regs)
  if regs.name == "getppid" then
    parents = parents + 1
  end
end)
zp.on("exit", function() zp.log("counted %d", parents) end)
