-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to perform arithmetic on a nil value \(field 'ret'\)
zp.hook("openat", function(regs)
  return regs.ret + 1 -- wrong
end)
