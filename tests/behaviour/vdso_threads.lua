-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Hooks clock_gettime at the first getppid.
local hooked = false

zp.hook("getppid", function()
  if hooked then return end
  hooked = true
  zp.hook("clock_gettime", function() return 7 end)
end)
