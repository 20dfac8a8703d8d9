-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: backtrace
zp.hook("openat", function()
  return #zp.backtrace { maximum = 3 } -- wrong
end)
