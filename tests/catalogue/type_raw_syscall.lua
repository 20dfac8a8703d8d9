-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: bad argument #1 to 'raw_syscall' \(SyscallRegs expected, got string\)
zp.raw_syscall "openat" -- wrong
