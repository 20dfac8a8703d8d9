-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: out of memory
zp.options { memory = 8 }
local kept = {}
zp.on("exit", function()
  while true do kept[#kept + 1] = {} end
end)
