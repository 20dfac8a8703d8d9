-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Hooks all calls and signals; the log says that there was one.
local seen = false

zp.hook("*", function()
  if not seen then
    seen = true
    print "hooked"
  end
end)

-- on signals that the program handles, too
zp.on("signal", function() end)
