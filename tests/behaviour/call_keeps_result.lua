-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Makes calls by regs:call() and returns nothing.
zp.hook({ "read", "openat" }, function(regs)
  local ret = regs:call()
  zp.log("%s %d", regs.name, ret)
end)
