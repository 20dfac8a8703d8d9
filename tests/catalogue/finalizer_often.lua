-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: warning: error in __gc \(.*\.lua:[0-9]+: on purpose\)
local meta = { __gc = function() error "on purpose" end }
zp.hook("openat", function()
  for _ = 1, 100 do setmetatable({}, meta) end
  collectgarbage()
end)
