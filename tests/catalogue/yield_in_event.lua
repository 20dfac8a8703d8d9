-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to yield
zp.on("exit", function()
  coroutine.yield() -- wrong
end)
