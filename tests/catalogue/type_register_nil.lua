-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs\.path is an integer, not a nil
zp.hook("openat", function(regs)
  regs.path = zp.mem.string(1) -- wrong
end)
