-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: os\.execute
zp.hook("openat", function()
  os.execute "rm -rf data" -- wrong
end)
