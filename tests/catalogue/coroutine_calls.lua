-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- A coroutine of the handler's may make the call.
zp.hook("openat", function(regs)
  return coroutine.wrap(function() return regs:call() end)()
end)
