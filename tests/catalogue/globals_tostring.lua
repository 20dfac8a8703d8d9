-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
zp.hook("openat", function()
  print(setmetatable({}, { __tostring = function()
    error "on purpose" -- wrong
  end }))
end)
