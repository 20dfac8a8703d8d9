-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook("write", {
  enter = function(regs) print("enter " .. zp.format(regs)) end,
  exit = function(regs) print("exit " .. zp.format(regs)) end,
})
