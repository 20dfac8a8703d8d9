-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #1 to 'path' \(number expected, got nil\)
zp.hook("openat", function()
  zp.fd.path(nil) -- wrong
end)
