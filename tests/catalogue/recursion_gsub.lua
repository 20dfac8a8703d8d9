-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: overflow
zp.hook("openat", function()
  local function f(s) return (s:gsub(".", f)) end
  f "x"
end)
