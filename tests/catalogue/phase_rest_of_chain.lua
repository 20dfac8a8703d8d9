-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
zp.hook("openat", function(regs)
  local fd = regs:call()
  return fd
end)
zp.hook("openat", function()
  error "on purpose" -- wrong
end)
