-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: overflow|C levels
zp.hook("openat", function()
  assert(load("return " .. ("("):rep(1000) .. "1" .. (")"):rep(1000)))
end)
