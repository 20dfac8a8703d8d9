-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to yield
zp.hook("openat", function()
  coroutine.yield() -- wrong
end)
