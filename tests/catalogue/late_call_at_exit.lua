-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: regs:call\(\) is for the time before the call; zp\.raw_syscall\(regs\) makes it again
zp.hook("openat", { exit = function(regs)
  return regs:call() -- wrong
end })
