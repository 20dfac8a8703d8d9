-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs of another handler's call
-- run: exec $PYTHON $D/threads.py
local kept
zp.hook("read", { count = 1 }, function(regs)
  kept = regs
  return regs:call()
end)
zp.hook("sched_yield", function()
  if kept then kept:call() end -- wrong
end)
