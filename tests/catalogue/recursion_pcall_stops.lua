-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- An overflow inside pcall is a value.
zp.hook("openat", function()
  local function f() return pcall(f) end
  f()
end)
