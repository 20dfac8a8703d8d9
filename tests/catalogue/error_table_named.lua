-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: no route
local problem = setmetatable({}, { __tostring = function() return "no route" end })
zp.hook("openat", function()
  error(problem)
end)
