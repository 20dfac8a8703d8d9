-- SPDX-License-Identifier: MIT OR Apache-2.0
-- record: what a program reads, its dates and random bytes, for replay
--
--   zpoline run -s record -a to=tape -- program
--   zpoline run -s replay -a from=tape -- program
--
-- Recorded is what all threads and children read from files, devices and elsewhere, or copy
-- from files (cp, cat), the date, and random bytes. Pipes between them are not: their writers
-- are replayed. What a program maps into its memory, and what it asks of files besides their
-- bytes, is not. The file has the bytes as they were, passwords too.

local args = require "zpoline.args"
local fx = require "zpoline.fixture"
local options = args.read { to = "" }

if options.to == "" then
  args.fail("record: no file to write to. Remedy: -a to=tape")
end
fx.options { lenient = true } -- no test
fx.record(options.to)
