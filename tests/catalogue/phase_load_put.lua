-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.mem\.put belongs in a handler: what it returns lasts until the call is over
local hosts = zp.mem.put "/tmp/hosts" -- wrong
zp.hook("openat", function(regs) regs.rsi = hosts end)
