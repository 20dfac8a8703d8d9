-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: out of memory: zp\.options\{memory=\} is the limit
-- also: errors in [0-9]+ calls
-- Not a byte is left for what is said at exit.
zp.options { memory = 1 }
local keep
zp.hook("openat", function()
  while true do
    keep = { keep }
  end
end)
