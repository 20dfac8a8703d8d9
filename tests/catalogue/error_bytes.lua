-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: binary .*text
zp.hook("openat", function()
  error("binary \0\1\2 text") -- wrong
end)
