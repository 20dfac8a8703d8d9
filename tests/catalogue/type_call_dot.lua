-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #1 to 'call' \(SyscallRegs expected, got no value\)
zp.hook("openat", function(regs)
  regs.call() -- wrong
end)
