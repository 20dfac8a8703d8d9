-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: first
-- also: ^second
zp.hook("openat", function()
  error "first\nsecond" -- wrong
end)
