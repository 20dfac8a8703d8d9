-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: overflow
zp.hook("openat", function()
  local function f() local _, e = pcall(f); error(e, 0) end
  f()
end)
