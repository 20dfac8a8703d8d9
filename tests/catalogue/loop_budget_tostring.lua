-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: an error that is not text but a table value
zp.options { budget = 100000 }
local problem = setmetatable({}, { __tostring = function() while true do end end })
zp.hook("openat", function()
  error(problem) -- wrong
end)
