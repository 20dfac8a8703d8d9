-- SPDX-License-Identifier: MIT OR Apache-2.0
-- All calls are made by the handler; the log says that there was one.
local seen = false

zp.hook("*", function(regs)
  if not seen then
    seen = true
    print "hooked"
  end
  return regs:call()
end)
