-- SPDX-License-Identifier: MIT OR Apache-2.0
-- replay: a program gets again what it got when it was recorded
--
--   zpoline run -s record -a to=tape -- program
--   zpoline run -s replay -a from=tape -- program
--
--   fx.replay: thread 0.2x, read of files: number 1 is not in the recording: the program goes
--   another way than when it was recorded. What is missing fails with EIO; ...
--
-- Each thread is given the results of its calls in their order. Files are still opened, and
-- connections made; a program that has to be without them gets texts from fakefile. Process
-- numbers and the order of threads are not replayed. After a line as that above, which comes
-- once, the status is 99 if the program says 0.

local args = require "zpoline.args"
local fx = require "zpoline.fixture"
local options = args.read { from = "" }

if options.from == "" then
  args.fail("replay: no recording. Remedy: -a from=tape, which zpoline run -s record has written")
end
fx.options { lenient = true } -- no test
fx.replay(options.from)
