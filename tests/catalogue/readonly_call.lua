-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs\.call cannot be changed
zp.hook("openat", function(regs)
  regs.call = function() return 0 end -- wrong
end)
