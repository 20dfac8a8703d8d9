-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Each call's number, one write a line: judge.lua finds the writes in strace's
-- output.
zp.hook("*", function(regs) zp.log("zp %d", regs.nr) end)
