-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook("getppid", function(regs) print(regs.name) end)
