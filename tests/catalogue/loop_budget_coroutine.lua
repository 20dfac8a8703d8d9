-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: stopped: more than 100000 Lua instructions
zp.options { budget = 100000 }
zp.hook("openat", function()
  while true do
    pcall(coroutine.wrap(function() while true do end end)) -- wrong
  end
end)
