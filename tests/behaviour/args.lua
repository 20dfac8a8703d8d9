-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Reads words as options, and says what it has read.
local args = require "zpoline.args"

local o = args.read { top = 20, over = "10ms", path = {}, quiet = false, loud = false }
print(#o, o[1], o[2], o.top, o.over, #o.path, o.path[1], o.path[2], o.quiet, o.loud)
print(args.duration "20ms", args.duration "1.5us", args.duration "2s")
print(pcall(args.duration, "20"))
