-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- What coroutine.running() gives in a handler can be closed by another thread
-- between two calls.
-- run: exec $PYTHON $D/threads.py
local kept, closed
zp.hook("close", function(regs, fd)
  assert(regs.fd == fd)
  kept = zp.pid() == zp.tid() and coroutine.running() or kept
end)
zp.hook("sched_yield", function()
  if coroutine.status(kept) == "suspended" then closed = coroutine.close(kept) end
end)
zp.on("exit", function() assert(closed) end)
