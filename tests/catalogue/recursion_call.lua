-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: overflow
zp.hook("openat", function(regs)
  local function f() return pcall(f, regs:call()) end
  local function g() return 1 + g() end
  return f() and g()
end)
