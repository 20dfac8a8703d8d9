-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: calls of a thread are not hooked: out of memory: zp\.options\{memory=\} is the limit
-- Threads come when nothing is left for what their handlers run in.
-- run: exec $PYTHON $D/threads.py
zp.options { memory = 1 }
local keep
zp.hook("close", function()
  pcall(function()
    while true do
      keep = { keep }
    end
  end)
end)
zp.hook({ "read", "sched_yield" }, function() end)
