-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: an error that is not text but a table value
local problem = setmetatable({}, { __tostring = function() error "again" end })
zp.hook("openat", function()
  error(problem) -- wrong
end)
