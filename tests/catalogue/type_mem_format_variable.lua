-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: variable-length format
zp.hook("openat", function(_, _, path)
  zp.mem.unpack(path, "z") -- wrong
end)
