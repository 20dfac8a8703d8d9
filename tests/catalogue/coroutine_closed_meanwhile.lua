-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- What coroutine.running() gives in a handler can be closed by another thread
-- while the exit handler waits for the result.
-- run: exec $PYTHON $D/threads.py
local kept, closed, data
zp.hook("read", { count = 1 }, {
  enter = function(regs)
    kept = coroutine.running()
    regs.data = "kept"
  end,
  exit = function(regs, ret)
    collectgarbage()
    data = ret == 1 and regs.data
  end,
})
zp.hook("sched_yield", function()
  if kept and coroutine.status(kept) == "suspended" then
    closed = coroutine.close(kept)
    collectgarbage()
    collectgarbage()
  end
end)
zp.on("exit", function() assert(closed and data == "kept") end)
