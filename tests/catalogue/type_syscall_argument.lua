-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #2 to 'syscall' \(number expected, got table\)
zp.hook("openat", function()
  zp.syscall("close", {}) -- wrong
end)
