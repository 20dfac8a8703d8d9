-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Logs a line for each getppid.
zp.hook("getppid", function(regs) print(regs.name) end)
