-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: overflow
zp.hook("openat", function()
  local function f(a, b)
    table.sort({ 1, 2, 3 }, f)
    return a < b
  end
  f(1, 2)
end)
