-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs\.rsi is an integer, not a string \(zp\.mem\.put gives the address of one\)
zp.hook("openat", function(regs)
  regs.rsi = "/etc/hosts" -- wrong
end)
