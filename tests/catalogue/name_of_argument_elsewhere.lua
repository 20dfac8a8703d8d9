-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: 'path' is not a field of regs, nor an argument of close
zp.hook({ "openat", "close" }, function(regs)
  regs.data = regs.name == "close" and regs.path -- wrong
end)
