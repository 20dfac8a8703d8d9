-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: '__index' chain too long; possible loop
zp.hook("openat", function()
  local t = {}
  setmetatable(t, { __index = t })
  return t.x -- wrong
end)
