-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: 3$
local problem = setmetatable({}, { __tostring = function() return 3 end })
zp.hook("openat", function()
  error(problem) -- wrong
end)
