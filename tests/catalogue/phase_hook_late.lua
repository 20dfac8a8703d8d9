-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: unknown system call 'wrte' \(did you mean 'write'\?\)
zp.hook("openat", function()
  zp.hook("wrte", print) -- wrong
end)
