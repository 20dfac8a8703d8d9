-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: stopped: more than 100000 Lua instructions\. Remedy: do less, or raise zp\.options\{budget=\}
-- also: errors in [0-9]+ calls
zp.options { budget = 100000 }
zp.hook("openat", function()
  while true do end -- wrong
end)
