-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: zp\.inject: delay_enter is a whole number with its unit
zp.hook("openat", function()
  zp.inject("read", { delay_enter = 20 }) -- wrong
end)
