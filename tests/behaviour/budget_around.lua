-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Two handlers that make the call again and again, the inner one over its budget.
zp.options { budget = 1000 }
zp.hook("getppid", function(regs)
  pcall(function()
    while true do
      regs:call()
    end
  end)
end)
zp.hook("getppid", {
  exit = function()
    while true do end
  end,
})
