-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Makes the call past a hook that would answer it.
zp.hook("getpid", function(regs)
  local ret = zp.raw_syscall(regs)
  zp.log("raw %s", ret == zp.pid() and regs.ret == ret)
  return ret
end)
zp.hook("getpid", function() return 42 end)
