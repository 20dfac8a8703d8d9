-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs used after its handler returned
local kept
zp.hook("openat", function(regs) kept = regs end)
zp.on("exit", function()
  zp.raw_syscall(kept) -- wrong
end)
