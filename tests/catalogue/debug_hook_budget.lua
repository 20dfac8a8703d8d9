-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: bad argument #1 to 'sethook' \(zp.options\{budget=\} counts by the only hook .* Remedy: budget = false
zp.options { budget = 100000 }
zp.hook("openat", function()
  debug.sethook(print, "l") -- wrong
end)
