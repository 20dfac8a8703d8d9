-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: cannot resume dead coroutine
-- also: errors in [0-9]+ calls
zp.hook("openat", coroutine.wrap(function()
  coroutine.yield()
end))
