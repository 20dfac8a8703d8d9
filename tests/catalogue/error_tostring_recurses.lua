-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: an error that is not text but a table value
local problem = setmetatable({}, {})
getmetatable(problem).__tostring = function() error(problem) end
zp.hook("openat", function()
  error(problem) -- wrong
end)
