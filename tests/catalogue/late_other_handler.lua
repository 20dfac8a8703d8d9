-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- regs is one object for all calls of a thread: in another handler it is that
-- handler's call.
local kept
zp.hook("openat", function(regs)
  assert(not kept or kept.name == regs.name and kept == regs)
  kept = regs
end)
