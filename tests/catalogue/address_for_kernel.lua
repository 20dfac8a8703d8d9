-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- The kernel refuses it; the program's call is as it was.
zp.hook("openat", function()
  assert(zp.syscall("openat", -100, 1, 0) == -zp.errno.EFAULT)
end)
