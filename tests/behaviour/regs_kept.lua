-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Keeps regs, and uses it when the handler is over.
local kept

zp.hook("getpid", function(regs) kept = regs end)
zp.on("exit", function()
  print(select(2, pcall(function() return kept.rax end)))
  print(select(2, pcall(function() kept.rax = 1 end)))
  print(select(2, pcall(function() return kept:call() end)))
  print(kept)
end)
