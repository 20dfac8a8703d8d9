-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs\.ret exists only after the call; return the value instead
zp.hook("openat", function(regs)
  regs.ret = 0 -- wrong
end)
