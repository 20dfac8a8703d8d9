-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook({ "read", "openat" }, function(regs)
  local ret = regs:call()
  zp.log("%s %d", regs.name, ret)
end)
