-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: unknown system call 'gettd' \(did you mean 'gettid'\?\)
zp.hook("openat", function()
  zp.syscall "gettd" -- wrong
end)
