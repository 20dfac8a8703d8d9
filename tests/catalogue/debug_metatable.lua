-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs used after its handler returned
zp.hook("openat", function(regs)
  debug.getmetatable(regs).__index({}, "rax") -- wrong
end)
