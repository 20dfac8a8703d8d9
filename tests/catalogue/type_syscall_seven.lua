-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: a system call has at most 6 arguments
zp.hook("openat", function()
  zp.syscall("getpid", 1, 2, 3, 4, 5, 6, 7) -- wrong
end)
