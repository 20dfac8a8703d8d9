-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Changes a register, then fails.
zp.hook("write", function(regs)
  regs.rdx = 0
  local t = nil
  return t.field
end)
