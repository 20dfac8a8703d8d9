-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: zp\.mem\.free: this is not an address that zp\.mem\.alloc returned
zp.hook("openat", function(_, _, path)
  zp.mem.free(path) -- wrong
end)
