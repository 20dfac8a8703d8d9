-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: stopped: more than 100000 Lua instructions
-- A coroutine that was made while the script was loaded has no end.
zp.options { budget = 100000 }
local sum = 0
local endless = coroutine.wrap(function()
  while true do
    sum = sum + 1
  end
end)
zp.hook("openat", function() endless() end)
for i = 1, 1000000 do sum = sum + i end
