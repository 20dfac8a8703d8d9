-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #1 to 'sleep' \(must be a number of seconds\)
zp.hook("openat", function()
  zp.sleep(-1) -- wrong
end)
