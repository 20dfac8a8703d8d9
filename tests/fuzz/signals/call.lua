-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Signals come while a handler waits for the call that it makes.
zp.on("signal", function() end)
zp.hook("*", function(regs) return regs:call() end)
