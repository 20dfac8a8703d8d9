-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: overflow
zp.hook("openat", function()
  local t = setmetatable({}, { __tostring = function(t) return tostring(t) end })
  return tostring(t)
end)
