-- SPDX-License-Identifier: MIT OR Apache-2.0
-- faketime: another date, and a clock that runs faster, slower or not at all
--
--   zpoline run -s faketime -a 'at=2030-01-01T12:00:00' -- date
--   zpoline run -s faketime -a 'at=-36h' -- date            before now
--   zpoline run -s faketime -a 'at=2030-01-01 rate=0' -- program
--
--   Tue Jan  1 12:00:00 UTC 2030
--
-- at= is a date in UTC, or with a zone as in 2030-01-01T12:00:00+02:00; a number of seconds
-- since 1970; or a distance from now in s, m, h, d, w or y: +1y, -1d12h. by=-36h adds a
-- distance. rate= is how many seconds pass in one real second. All clocks agree, except
-- those of processor time. Waits take that time, and files that the program changes get it.
-- The clock continues in the programs that are started.

local args = require "zpoline.args"
local faketime = require "zpoline.faketime"
local options = args.read { at = "", by = "0s", rate = 1 }

local function read(day)
  local at = options.at == "" and day or faketime.read(options.at, day)
  if not at then
    args.fail(("faketime: at=%s is not %s"):format(options.at, faketime.FORMS))
  end
  local sign, by = options.by:match "^([+-]?)(.*)$"
  local distance = faketime.span(by)
  if not distance then
    args.fail(("faketime: by=%s is not a number with s, m, h, d, w or y"):format(options.by))
  end
  return at + (sign == "-" and -distance or distance)
end

if not (options.rate >= 0 and options.rate <= 1e6) then
  args.fail(("faketime: rate=%s is not a number from 0 to 1000000"):format(options.rate))
end
read(0) -- what is wrong is said in each program
local label = ("%s %s %s"):format(options.at, options.by, options.rate)
faketime.begin(zp.hook, label, nil, function(day) return read(day), options.rate end)
