-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs used after its handler returned
local again
zp.hook("openat", function(regs) again = function() return regs:call() end end) -- wrong
zp.on("exit", function() again() end)
