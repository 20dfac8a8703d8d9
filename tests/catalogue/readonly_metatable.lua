-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: cannot change a protected metatable|bad argument
zp.hook("openat", function(regs)
  setmetatable(regs, {}) -- wrong
end)
