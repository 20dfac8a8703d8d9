-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #2 to 'read' \(must be 0 to 256 MiB\)
zp.hook("openat", function(_, _, path)
  zp.mem.read(path, -1) -- wrong
end)
