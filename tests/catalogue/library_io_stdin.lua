-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: io\.read|standard input
zp.hook("openat", function()
  return #io.read "l" -- wrong
end)
