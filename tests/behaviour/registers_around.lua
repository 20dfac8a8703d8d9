-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Works before and after a call that it makes itself.
local around = 0

local function work(n)
  return string.format("%.3f %s", math.cos(n) ^ 3.1, ("x"):rep(n % 300))
end

zp.hook("getpid", function(regs)
  around = around + 1
  local before = work(around)
  local ret = regs:call()
  assert(work(around) == before)
  return ret
end)
zp.on("exit", function() zp.log("around %d", around) end)
