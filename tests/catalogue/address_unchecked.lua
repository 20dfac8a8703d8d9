-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to .* a nil value
zp.hook("openat", function()
  zp.log("opens " .. zp.mem.string(1)) -- wrong
end)
