-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Makes a getppid of each getpid.
zp.hook("getpid", function(regs) regs.rax = zp.syscalls.getppid.nr end)
