-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs\.pid cannot be changed
zp.hook("openat", function(regs)
  regs.pid = 1 -- wrong
end)
