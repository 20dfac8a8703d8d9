-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #2 to '.*' \(number expected, got string\)
zp.hook("openat", function(regs)
  zp.log("%d", regs.name) -- wrong
end)
