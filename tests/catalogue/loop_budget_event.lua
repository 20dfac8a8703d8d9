-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: stopped: more than 100000 Lua instructions
zp.options { budget = 100000 }
zp.on("exit", function()
  while true do end -- wrong
end)
