-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #1 to 'string' \(number expected, got nil\)
zp.hook("openat", function()
  zp.mem.string(nil) -- wrong
end)
