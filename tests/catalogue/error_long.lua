-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: aaaaaaaaaaaa
zp.hook("openat", function()
  error(("a"):rep(100000)) -- wrong
end)
