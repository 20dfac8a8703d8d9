-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: 'pat' is not a field of regs, nor an argument of openat
-- also: errors in [0-9]+ calls of the hook on 'openat'
zp.hook("openat", function(regs)
  return regs.pat -- wrong
end)
