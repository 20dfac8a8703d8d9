-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: out of memory|no memory
zp.options { memory = 8 }
zp.hook("openat", function()
  while true do zp.mem.put(("x"):rep(1 << 20)) end
end)
