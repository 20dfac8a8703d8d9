-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
local kept
zp.hook("openat", function(regs) kept = regs end)
zp.on("exit", function() print(kept) end)
