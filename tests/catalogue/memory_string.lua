-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: resulting string too large|out of memory
zp.options { memory = 8 }
zp.hook("openat", function()
  local s = "x"
  while true do s = s .. s end
end)
