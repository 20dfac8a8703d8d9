-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Dates as fx.clock and scripts take them: date.read(at, now).

local zone = require "zpoline.timezone"

local M = {}

local BILLION = 1000000000
local units = { s = 1, m = 60, h = 3600, d = 86400, w = 7 * 86400, y = 365 * 86400 }

M.FORMS = "seconds since 1970, UTC like '2038-01-19' or '2038-01-19 03:14:07', or a distance "
  .. "like '+2h' or '-1.5d'"

local function to_ns(seconds) return math.floor(seconds * BILLION) end

-- "2h", "1d12h": ns; a number alone is none.
function M.span(text)
  local sum, stop = 0, 1
  for number, unit, behind in text:gmatch "([%d.]+)(%a)()" do
    local n = tonumber(number)
    if not n or not units[unit] then return nil end
    sum, stop = sum + to_ns(n * units[unit]), behind
  end
  return #text > 0 and stop == #text + 1 and sum or nil
end

-- " 03:14:07.5": ns of the day; nothing is midnight.
local function read_time(text)
  if text == "" then return 0 end
  local h, m, rest = text:match "^[ T](%d%d):(%d%d)(.*)$"
  local s = rest == "" and "0" or (rest or ""):match "^:(%d%d%.?%d*)$"
  if not s or tonumber(h) > 23 or tonumber(m) > 59 or tonumber(s) >= 60 then return nil end
  return (h * 3600 + m * 60) * BILLION + to_ns(tonumber(s))
end

-- "Z", "+02:00", "-0500" at the end of a time: ns east, and what is in front.
local function read_zone(text)
  local front = text:match "^(.*)Z$"
  if front then return 0, front end
  local before, sign, h, m = text:match "^(.*:%d%d%.?%d*)([+-])(%d%d):?(%d%d)$"
  if not before then return 0, text end
  local east = (h * 3600 + m * 60) * BILLION
  return sign == "-" and -east or east, before
end

local function read_date(text)
  local y, mo, d, rest = text:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$"
  if not y then return nil end
  local days = zone.days(tonumber(y), tonumber(mo), tonumber(d))
  local year, month, day = zone.date(days)
  if year ~= tonumber(y) or month ~= tonumber(mo) or day ~= tonumber(d) then return nil end
  local east, time = read_zone(rest)
  local ns = read_time(time)
  return ns and days * 86400 * BILLION + ns - east
end

--- Nanoseconds since 1970 that at says, a number or a text; now is the time that distances
--- begin at. nil: it says none.
function M.read(at, now)
  if type(at) == "number" then return to_ns(at) end
  if type(at) ~= "string" then return nil end
  local sign, rest = at:match "^([+-])(.*)$"
  local distance = sign and M.span(rest)
  if distance then return now + (sign == "-" and -distance or distance) end
  local seconds = at:match "^@?([%d.]+)$"
  if seconds and tonumber(seconds) then
    return (math.tointeger(tonumber(seconds)) or tonumber(seconds)) * BILLION // 1 | 0
  end
  return read_date(at)
end

return M
