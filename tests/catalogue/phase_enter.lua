-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
-- also: stack traceback
-- also: errors in [0-9]+ calls of the hook on 'openat'
zp.hook("openat", function(regs)
  regs.rsi = 0
  error "on purpose" -- wrong
end)
