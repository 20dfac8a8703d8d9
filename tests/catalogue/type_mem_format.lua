-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: invalid format option 'y'
zp.hook("openat", function(_, _, path)
  zp.mem.unpack(path, "y") -- wrong
end)
