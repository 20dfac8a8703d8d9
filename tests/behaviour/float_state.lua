-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Computes in handlers, before the kernel's part and behind it.
local one, tenth, least = 1, 0.1, 2.0 ^ -1074
local function compute()
  print(("%.17g %.17g %.17g %s"):format(one / 3, tenth + 0.2, math.sqrt(one + 1), least > 0))
end

zp.hook("getppid", function(regs)
  compute()
  zp.sleep(0.0001)
  compute()
  regs:call()
  compute()
  zp.raw_syscall(regs)
  compute()
end)
