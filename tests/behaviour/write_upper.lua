-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Writes all text in capitals.
zp.hook("write", function(regs, _, buf, count)
  local text = zp.mem.read(buf, count)
  if text then
    regs.rsi = zp.mem.put(text:upper())
  end
end)
