-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: handler on 'openat' .*: out of memory
-- also: ^still here
zp.options { memory = 4 }
local kept = {}
zp.hook("openat", function()
  while true do kept[#kept + 1] = #kept .. ("x"):rep(100) end
end)
zp.on("exit", function()
  kept = nil
  print "still here"
end)
