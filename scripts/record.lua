-- SPDX-License-Identifier: MIT OR Apache-2.0
-- record: what a program reads, its dates and random bytes, for replay
--
--   zpoline run -s record -a to=tape -- program
--   zpoline run -s replay -a from=tape -- program
--
-- Recorded is what all threads and children read from files, devices and other sources, or
-- copy from files (cp, cat), and the date and random bytes. Pipes between these processes
-- are not recorded, because their writers are replayed. Not recorded are mapped memory, and
-- everything about files except their bytes. The tape has the bytes as they were, passwords
-- included.

local args = require "zpoline.args"
local fx = require "zpoline.fixture"
local options = args.read { to = "" }

if options.to == "" then
  args.fail("record: no file to write to. Remedy: -a to=tape")
end
fx.options { lenient = true } -- no test
fx.record(options.to)
