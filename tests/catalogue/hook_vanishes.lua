-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
local h
h = zp.hook("openat", function()
  h:remove()
  error "on purpose" -- wrong
end)
