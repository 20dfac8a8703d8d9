-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: 'flag' is not a field of regs, nor an argument of openat
zp.hook("openat", function(regs)
  regs.flag = 0 -- wrong
end)
