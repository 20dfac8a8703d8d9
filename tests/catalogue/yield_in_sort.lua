-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to yield across a C-call boundary
zp.hook("openat", coroutine.wrap(function()
  table.sort({ 3, 2, 1 }, function() coroutine.yield(0) end)
end))
