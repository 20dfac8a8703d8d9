-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs used after its handler returned
local rest
zp.hook("openat", function(regs)
  if rest then return end
  rest = coroutine.wrap(function()
    coroutine.yield()
    print(regs.path) -- wrong
  end)
  rest()
end)
zp.on("exit", function() rest() end)
