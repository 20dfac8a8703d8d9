-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Prints each write as a line, before and after it.
zp.hook("write", {
  enter = function(regs) print("enter " .. zp.format(regs)) end,
  exit = function(regs) print("exit " .. zp.format(regs)) end,
})
