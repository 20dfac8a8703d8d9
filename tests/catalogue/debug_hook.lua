-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
zp.options { budget = 100000 }
zp.hook("openat", function()
  debug.sethook()
  error "on purpose" -- wrong
end)
