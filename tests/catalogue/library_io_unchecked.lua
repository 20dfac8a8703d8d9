-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to index a nil value \(local 'f'\)
zp.hook("openat", function()
  local f = io.open "/no/such/file"
  f:close() -- wrong
end)
