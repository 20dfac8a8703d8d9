-- SPDX-License-Identifier: MIT OR Apache-2.0
-- For tests of what must not change: every call with both kinds of handlers.
local calls = 0

zp.hook("*", {
  enter = function(regs) regs.data = regs.nr end,
  exit = function(regs)
    assert(regs.data == regs.nr)
    calls = calls + 1
  end,
})
zp.on("exit", function() zp.log("calls %d", calls) end)
