-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: debug.setmetatable: only tables can have another metatable; that of a userdata stays
local other
zp.hook("openat", function(regs)
  debug.setmetatable(regs, { __index = print }) -- wrong
  other = regs.name -- the metatable is the one before
end)
zp.on("exit", function() assert(other == "openat") end)
