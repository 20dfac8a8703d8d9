-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Hooks all calls; the log says that there was one.
local seen = false

zp.hook("*", function()
  if not seen then
    seen = true
    print "hooked"
  end
end)
