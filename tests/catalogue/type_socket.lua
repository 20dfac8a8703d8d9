-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #1 to 'socket' \(number expected, got string\)
zp.hook("openat", function()
  zp.fd.socket "three" -- wrong
end)
