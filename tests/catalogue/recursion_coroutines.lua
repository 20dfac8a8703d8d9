-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: recursion_coroutines\.lua:5:
zp.hook("openat", function()
  local function f() return coroutine.wrap(f)() end
  f()
end)
