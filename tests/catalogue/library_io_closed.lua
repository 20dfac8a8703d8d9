-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to use a closed file
local f = io.open "/dev/null"
f:close()
zp.hook("openat", function()
  f:read "a" -- wrong
end)
