-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: os\.exit
zp.hook("openat", function()
  os.exit(1) -- wrong
end)
