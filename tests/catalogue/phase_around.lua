-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
zp.hook("openat", function(regs)
  regs:call()
  error "on purpose" -- wrong
end)
