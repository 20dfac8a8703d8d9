-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs\.name cannot be changed \(regs\.nr can\)
zp.hook("openat", function(regs)
  regs.name = "open" -- wrong
end)
