-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Time zones: zone.load(TZ) reads what the variable TZ says, a file of
-- /usr/share/zoneinfo or a rule as POSIX has it ("CET-1CEST,M3.5.0,M10.5.0/3"), or
-- /etc/localtime if it says nothing. What cannot be read is UTC.

local M = {}

local DAY = 86400
local FOLDER = "/usr/share/zoneinfo/"

-- days -----------------------------------------------------------------------

--- Days from 1970-01-01 to that date; month and day may be out of range.
function M.days(year, month, day)
  year = year + (month - 1) // 12
  month = (month - 1) % 12 + 1
  -- years that begin in March: the leap day is their last
  if month <= 2 then year, month = year - 1, month + 12 end
  local leaps = year // 4 - year // 100 + year // 400
  return 365 * year + leaps + (153 * (month - 3) + 2) // 5 + day - 719469
end

--- Year, month and day of so many days after 1970-01-01.
function M.date(days)
  days = days + 719468
  local era, rest = days // 146097, days % 146097
  local year = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
  local day = rest - (365 * year + year // 4 - year // 100)
  local month = (5 * day + 2) // 153
  day = day - (153 * month + 2) // 5 + 1
  month = month + 3
  if month > 12 then year, month = year + 1, month - 12 end
  return year + era * 400, month, day
end

-- rules ----------------------------------------------------------------------

-- "-1", "5:30", "+02:00:00" at a place of text: seconds, and the place behind.
local function read_time(text, at)
  local sign, hours, stop = text:match("^([+-]?)(%d+)()", at)
  if not hours then return nil, at end
  local seconds = hours * 3600
  for _, unit in ipairs { 60, 1 } do
    local part, behind = text:match("^:(%d+)()", stop)
    if not part then break end
    seconds, stop = seconds + part * unit, behind
  end
  return sign == "-" and -seconds or seconds, stop
end

local function read_name(text, at)
  local name, stop = text:match("^<([%w+-]+)>()", at)
  if name then return name, stop end
  return text:match("^(%a%a%a+)()", at)
end

-- When in the year: a function from the year to seconds, as a clock there shows.
local function read_rule(text, at)
  local month, week, weekday, stop = text:match("^,M(%d+)%.(%d+)%.(%d+)()", at)
  local sort, day
  if not month then
    sort, day, stop = text:match("^,(J?)(%d+)()", at)
    if not day then return nil end
  end
  local time, behind = 7200, stop
  if text:sub(stop, stop) == "/" then time, behind = read_time(text, stop + 1) end
  if not time then return nil end
  return function(year)
    local days
    if month then
      local first = M.days(year, month, 1)
      days = first + (weekday - (first + 4)) % 7 + (week - 1) * 7
      if days >= M.days(year, month + 1, 1) then days = days - 7 end
    elseif sort == "J" then -- 1 to 365, February 29 is not counted
      days = M.days(year, 1, 1) + day - 1
      if day + 0 > 59 then days = days + M.days(year, 3, 1) - M.days(year, 2, 29) end
    else
      days = M.days(year, 1, 1) + day
    end
    return days * DAY + time
  end, behind
end

-- A function from a time to its type, as the text says; nil: it says nothing.
local function read_posix(text)
  local std, dst = { isdst = false }, { isdst = true }
  local stop, west
  std.name, stop = read_name(text, 1)
  if not std.name then return nil end
  west, stop = read_time(text, stop)
  if not west then return nil end
  std.offset = -west
  dst.name, stop = read_name(text, stop)
  if not dst.name then return function() return std end, { std } end
  west, stop = read_time(text, stop)
  dst.offset = west and -west or std.offset + 3600
  local given = stop <= #text
  if not given then text, stop = ",M3.2.0,M11.1.0", 1 end
  local begins, ends
  begins, stop = read_rule(text, stop)
  if begins then ends = read_rule(text, stop) end
  if not ends then return nil end
  return function(t)
    local year = M.date((t + std.offset) // DAY)
    local first, last = begins(year) - std.offset, ends(year) - dst.offset
    local inside = first <= t and t < last
    if first > last then inside = not (last <= t and t < first) end
    return inside and dst or std
  end, { std, dst }, given
end

-- files ----------------------------------------------------------------------

local HEADER = ">c4 c1 c15 I4 I4 I4 I4 I4 I4"

-- Sizes of the parts of the block at a place, and the place of the first.
local function read_header(bytes, at)
  local magic, version, _, utcs, stds, leaps, times, types, chars, stop =
    HEADER:unpack(bytes, at)
  assert(magic == "TZif")
  return { version = version, utcs = utcs, stds = stds, leaps = leaps, times = times,
    types = types, chars = chars }, stop
end

local function block_size(h, width)
  return h.times * (width + 1) + h.types * 6 + h.chars + h.leaps * (width + 4) + h.stds + h.utcs
end

local function read_types(bytes, at, h)
  local types, names = {}, at + h.types * 6
  for i = 0, h.types - 1 do
    local offset, isdst, name = (">i4 B B"):unpack(bytes, at + i * 6)
    types[i] = { offset = offset, isdst = isdst ~= 0, name = ("z"):unpack(bytes, names + name) }
  end
  return types
end

-- RFC 8536. In the first block times have 32 bits, in the second, from version 2 on, 64.
local function read_file(bytes)
  local h, at = read_header(bytes, 1)
  local width, format = 4, ">i4"
  if h.version ~= "\0" then
    h, at = read_header(bytes, at + block_size(h, 4))
    width, format = 8, ">i8"
  end
  local zone = { times = {}, of = {} }
  local types = read_types(bytes, at + h.times * (width + 1), h)
  for i = 1, h.times do
    zone.times[i] = format:unpack(bytes, at + (i - 1) * width)
    zone.of[i] = types[bytes:byte(at + h.times * width + i - 1)]
  end
  zone.of[0] = types[0]
  local footer = width == 8 and bytes:match("^\n([^\n]*)\n", at + block_size(h, 8))
  if footer then zone.rule, zone.rule_types = read_posix(footer) end
  return zone
end

local function load_file(path)
  local file = require("zpoline.io").open(path)
  local bytes = file and file:read "a"
  if file then file:close() end
  local ok, zone = pcall(read_file, bytes or "")
  return ok and zone
end

-- zones ----------------------------------------------------------------------

local Zone = {}
Zone.__index = Zone

-- How many transitions are not after t.
local function count_until(times, t)
  local low, high = 0, #times
  while low < high do
    local middle = (low + high + 1) // 2
    if times[middle] <= t then low = middle else high = middle - 1 end
  end
  return low
end

--- What holds at that time: { offset = seconds east, isdst =, name = }.
function Zone:at(t)
  local i = count_until(self.times, t)
  if i == #self.times and self.rule then return self.rule(t) end
  return self.of[i]
end

--- A type with that isdst, as near to the time as there is one; nil: there is none.
function Zone:nearest(t, isdst)
  local i = count_until(self.times, t)
  for distance = 0, #self.times do
    for _, at in ipairs { i - distance, i + distance } do
      local found = self.of[at]
      if found and found.isdst == isdst then return found end
    end
  end
  for _, found in ipairs(self.rule_types or {}) do
    if found.isdst == isdst then return found end
  end
end

--- The time when clocks there show so many seconds after 1970-01-01 00:00. isdst: true,
--- false, or nil if that is not known.
function Zone:resolve(shown, isdst)
  local before, after = self:at(shown - DAY), self:at(shown + DAY)
  local first
  for _, guess in ipairs { before, after } do
    local t = shown - guess.offset
    local found = self:at(t)
    if found.offset == guess.offset then
      if isdst == nil or found.isdst == isdst then return t end
      first = first or t
    end
  end
  local other = isdst ~= nil and self:nearest(shown, isdst)
  return other and shown - other.offset or first or shown - before.offset
end

local function constant(name)
  return { times = {}, of = { [0] = { offset = 0, isdst = false, name = name } } }
end

-- Where no rule is given for summer time, the past's changes are those of another
-- zone's clocks, if there is such a file.
local function posix_zone(text)
  local rule, types, given = read_posix(text)
  local zone = rule and { times = {}, of = {}, rule = rule, rule_types = types }
  local model = zone and types[2] and not given and load_file(FOLDER .. "posixrules")
  if not model then return zone end
  local now, there = types[1], model.of[0]
  zone.of[0] = now
  for i, time in ipairs(model.times) do
    zone.times[i] = time + there.offset - now.offset
    there = model.of[i]
    now = types[there.isdst and 2 or 1]
    zone.of[i] = now
  end
  return zone
end

--- The zone that the variable TZ, or nil, stands for.
function M.load(tz)
  local zone
  tz = tz and tz:gsub("^:", "") or "/etc/localtime"
  if tz == "" then tz = "Universal" end -- as glibc has it: a file, or but a name
  if tz:find "^/" then
    zone = load_file(tz)
  elseif not tz:find("..", 1, true) then
    zone = load_file(FOLDER .. tz) or posix_zone(tz)
  end
  return setmetatable(zone or constant(tz:match "^%a%a%a+$" or "UTC"), Zone)
end

M.utc = setmetatable(constant "GMT", Zone)

return M
