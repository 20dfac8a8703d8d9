-- SPDX-License-Identifier: MIT OR Apache-2.0
-- faketime: another date, and a clock that runs faster, slower or not at all
--
--   zpoline run -s faketime -a 'at=2030-01-01T12:00:00' -- date
--   zpoline run -s faketime -a 'by=-36h' -- date            before now
--   zpoline run -s faketime -a 'at=2030-01-01 rate=0' -- program
--
--   Tue Jan  1 12:00:00 UTC 2030
--
-- at is in UTC, and each program that is started begins there anew. by is a number
-- with s, m, h or d. rate is seconds for one second. What tells the date is changed:
-- clock_gettime of CLOCK_REALTIME, gettimeofday and time; the times of files, waits
-- and the monotonic clock are as ever.

local args = require "zpoline.args"
local clock = require "inner.clock"
local options = args.read { at = "", by = "0s", rate = 1 }

local BILLION = 1000000000
local units = { s = 1, m = 60, h = 3600, d = 86400 }

local function parse_by(text)
  local n, unit = text:match "^([-+]?[%d.]+)(%l)$"
  if not (tonumber(n) and units[unit]) then
    error(("faketime: by=%s is not a number with s, m, h or d"):format(text), 0)
  end
  return (tonumber(n) * units[unit] * BILLION) // 1 | 0
end

local started = clock.now()
local base = (options.at ~= "" and clock.parse("faketime", options.at) * BILLION or started)
  + parse_by(options.by)
local rate = options.rate

clock.replace(function(real)
  local passed = real - started
  return base + (rate == 1 and passed or (passed * rate) // 1 | 0)
end)
