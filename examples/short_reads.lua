-- SPDX-License-Identifier: MIT OR Apache-2.0
-- short_reads.lua: reads give half of what they are asked for, as they may at any
-- time. Programs that take it for the end lose data. $SHORT_MIN, 2 if not set: the
-- smallest read that is cut.
--
--   build/zpoline run -s examples/short_reads.lua dd bs=8 count=1 if=README.md
--
-- short_reads.c is the same in C.

local zp = require "zpoline"

local min = tonumber(os.getenv "SHORT_MIN" or 2)

zp.hook("read", function(regs, _, _, count)
  if count >= min then regs.rdx = count // 2 end
end)
