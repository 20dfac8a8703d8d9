-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: unknown system call 'opennat' \(did you mean 'openat'\?\)
zp.hook("openat", print)
zp.hook("opennat", print) -- wrong
