-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #2 to 'write' \(string expected, got no value\)
zp.hook("openat", function(_, _, path)
  zp.mem.write(path) -- wrong
end)
