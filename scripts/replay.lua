-- SPDX-License-Identifier: MIT OR Apache-2.0
-- replay: a program gets again what it got when it was recorded
--
--   zpoline run -s record -a to=tape -- program
--   zpoline run -s replay -a from=tape -- program
--
--   fx.replay: thread 0, read 3: number 4 is not in the recording. From here on the kernel answers
--
-- Each thread is given the results of its calls in their order: read of descriptor 3, say,
-- whatever it is open on. Files are still opened, and connections made; a program that has
-- to be without them gets texts from fakefile.

local args = require "zpoline.args"
local fx = require "zpoline.fixture"
local options = args.read { from = "" }

if options.from == "" then
  error("replay: no recording. Remedy: -a from=tape, which zpoline run -s record has written", 0)
end
fx.options { lenient = true } -- no test
fx.replay(options.from)
