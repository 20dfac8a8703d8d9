-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: unknown system call 'frobnicate' \(zp\.syscalls has those
zp.hook("frobnicate", print) -- wrong
