-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs\.nr cannot change after the call; regs\.ret is the result
zp.hook("openat", { exit = function(regs)
  regs.nr = 39 -- wrong
end })
