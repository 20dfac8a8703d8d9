-- SPDX-License-Identifier: MIT OR Apache-2.0
local seen = false

zp.hook("*", function(regs)
  if not seen then
    seen = true
    print "hooked"
  end
  return regs:call()
end)
