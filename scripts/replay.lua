-- SPDX-License-Identifier: MIT OR Apache-2.0
-- replay: give a program the input that was recorded
--
--   zpoline run -s record -a to=tape -- program
--   zpoline run -s replay -a from=tape -- program
--
--   fx.replay: thread 0.2x, read of files: number 1 is not in the recording: the program goes
--   another way than when it was recorded. What is missing fails with EIO; ...
--
-- Each thread gets the results of its calls in their order. Files are still opened, and
-- connections made; for a program that must do without its files, use fakefile. Process
-- numbers and the order of threads are not replayed. After a line like the one above, which
-- is printed once, the exit status is 99 if the program ends with 0.

local args = require "zpoline.args"
local fx = require "zpoline.fixture"
local options = args.read { from = "" }

if options.from == "" then
  args.fail("replay: no recording. Remedy: -a from=tape, which zpoline run -s record has written")
end
fx.options { lenient = true } -- no test
fx.replay(options.from)
