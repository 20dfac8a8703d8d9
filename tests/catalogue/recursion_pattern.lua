-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: pattern too complex
zp.hook("openat", function()
  local _ = ("a"):rep(300000):find(("a?"):rep(300000)) -- wrong
end)
