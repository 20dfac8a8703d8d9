-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to call a nil value \(global 'prnit'\)
zp.hook("openat", function()
  prnit "x" -- wrong
end)
