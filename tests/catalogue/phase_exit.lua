-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
zp.hook("read", { exit = function(regs)
  regs.ret = -5
  error "on purpose" -- wrong
end })
