-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: on purpose
local list = setmetatable({}, { __len = function()
  error "on purpose" -- wrong
end })
zp.hook(list, print)
