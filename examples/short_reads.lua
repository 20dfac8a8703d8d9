-- SPDX-License-Identifier: MIT OR Apache-2.0
-- short_reads.lua: reads return half of what they are asked for, as they may at any
-- time. A program that takes this for the end of the file loses data. $SHORT_MIN is the
-- smallest read that is cut, 2 by default.
--
--   zpoline run -s examples/short_reads.lua dd bs=8 count=1 if=README.md
--
-- short_reads.c does the same in C.

local zp = require "zpoline"

local min = tonumber(os.getenv "SHORT_MIN" or 2)

zp.hook("read", function(regs, _, _, count)
  if count >= min then regs.rdx = count // 2 end
end)
