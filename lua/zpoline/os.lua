-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- os, as Lua's, without libc: the calendar and strftime are here, time zones in
-- timezone.lua. The environment, TZ with it, is that in which the program was started.

local zone = require "zpoline.timezone"
local environment = require "zpoline.environment"
local clock = require "zpoline.clock"
local errno = zp.errno
local info_of = debug.getinfo

local M = {}

local DAY = 86400
local REALTIME, CPU_CLOCK = 0, 2
local INT_MIN, INT_MAX = -0x80000000, 0x7fffffff

-- An error of whoever has called into this file.
local function raise(message)
  local level = 2
  while (info_of(level, "S") or {}).source == "=zpoline.os" do level = level + 1 end
  error(message, level)
end

-- the calendar ---------------------------------------------------------------

local here

local function local_zone()
  here = here or zone.load(environment.TZ)
  return here
end

-- A time as a clock in that zone shows it.
local function broken_down(t, where)
  local kind = where:at(t)
  local shown = t + kind.offset
  local days, seconds = shown // DAY, shown % DAY
  local year, month, day = zone.date(days)
  if year - 1900 < INT_MIN or year - 1900 > INT_MAX then
    raise "date result cannot be represented in this installation"
  end
  return {
    year = year, month = month, day = day,
    hour = seconds // 3600, min = seconds // 60 % 60, sec = seconds % 60,
    wday = (days + 4) % 7 + 1, yday = days - zone.days(year, 1, 1) + 1,
    isdst = kind.isdst,
  }, kind
end

local function field(date, name, default, base)
  local value = date[name]
  if value == nil then
    if not default then raise(("field '%s' missing in date table"):format(name)) end
    return default
  end
  local number = math.tointeger(tonumber(value))
  if not number then raise(("field '%s' is not an integer"):format(name)) end
  if number - base < INT_MIN or number - base > INT_MAX then
    raise(("field '%s' is out-of-bound"):format(name))
  end
  return number
end

function M.time(date)
  if date == nil then return clock(REALTIME) // 1000000000 end
  if type(date) ~= "table" then
    raise(("bad argument #1 to 'time' (table expected, got %s)"):format(type(date)))
  end
  local days = zone.days(field(date, "year", nil, 1900), field(date, "month", nil, 1),
    field(date, "day", nil, 0))
  local shown = days * DAY + field(date, "hour", 12, 0) * 3600 + field(date, "min", 0, 0) * 60
    + field(date, "sec", 0, 0)
  local isdst = date.isdst
  if isdst ~= nil then isdst = isdst and true end
  local t = local_zone():resolve(shown, isdst)
  for name, value in pairs((broken_down(t, local_zone()))) do date[name] = value end
  return t
end

-- strftime -------------------------------------------------------------------

local weekdays = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" }
local months = { "January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December" }

-- Of ISO 8601: the year that its week belongs to, and which week of it that is.
local function iso_week(date)
  local monday = (date.wday + 5) % 7
  local thursday = zone.days(date.year, 1, date.yday) - monday + 3
  local year = zone.date(thursday)
  return year, (thursday - zone.days(year, 1, 1)) // 7 + 1
end

local function number(format, value)
  return function(date, kind) return format:format(value(date, kind)) end
end

local function twelve(date) return (date.hour + 11) % 12 + 1 end

local function zone_offset(_, kind)
  local sign = kind.offset < 0 and "-" or "+"
  local minutes = math.abs(kind.offset) // 60
  return ("%s%02d%02d"):format(sign, minutes // 60, minutes % 60)
end

-- The C locale's, by their letters; a string stands for others.
local conversions = {
  a = function(date) return weekdays[date.wday]:sub(1, 3) end,
  A = function(date) return weekdays[date.wday] end,
  b = function(date) return months[date.month]:sub(1, 3) end,
  B = function(date) return months[date.month] end,
  c = "%a %b %e %H:%M:%S %Y",
  C = number("%02d", function(date) return date.year // 100 end),
  d = number("%02d", function(date) return date.day end),
  D = "%m/%d/%y",
  e = number("%2d", function(date) return date.day end),
  F = "%Y-%m-%d",
  g = number("%02d", function(date) return iso_week(date) % 100 end),
  G = number("%d", function(date) return (iso_week(date)) end),
  h = "%b",
  H = number("%02d", function(date) return date.hour end),
  I = number("%02d", twelve),
  j = number("%03d", function(date) return date.yday end),
  m = number("%02d", function(date) return date.month end),
  M = number("%02d", function(date) return date.min end),
  n = "\n",
  p = function(date) return date.hour < 12 and "AM" or "PM" end,
  r = "%I:%M:%S %p",
  R = "%H:%M",
  S = number("%02d", function(date) return date.sec end),
  t = "\t",
  T = "%H:%M:%S",
  u = number("%d", function(date) return (date.wday + 5) % 7 + 1 end),
  U = number("%02d", function(date) return (date.yday + 7 - date.wday) // 7 end),
  V = number("%02d", function(date) return (select(2, iso_week(date))) end),
  w = number("%d", function(date) return date.wday - 1 end),
  W = number("%02d", function(date) return (date.yday + 6 - (date.wday + 5) % 7) // 7 end),
  x = "%m/%d/%y",
  X = "%H:%M:%S",
  y = number("%02d", function(date) return date.year % 100 end),
  Y = number("%d", function(date) return date.year end),
  z = zone_offset,
  Z = function(_, kind) return kind.name end,
  ["%"] = function() return "%" end,
}

-- Letters that may follow these; in the C locale they change nothing.
local modified = { E = "[cCxXyY]", O = "[deHImMSuUVwWy]" }

local function expand(format, date, kind)
  local parts, at = {}, 1
  while true do
    local percent = format:find("%", at, true)
    parts[#parts + 1] = format:sub(at, (percent or 0) - 1)
    if not percent then return table.concat(parts) end
    local letter = format:sub(percent + 1, percent + 1)
    at = percent + 2
    if modified[letter] then
      local second = format:match("^" .. modified[letter], at)
      letter = second or letter
      at = at + 1
    end
    local how = conversions[letter]
    if not how then
      raise(("bad argument #1 to 'date' (invalid conversion specifier '%s')"):format(
        format:sub(percent, at - 1)))
    end
    parts[#parts + 1] = type(how) == "string" and expand(how, date, kind) or how(date, kind)
  end
end

function M.date(format, time)
  format = format or "%c"
  local t = math.tointeger(time == nil and M.time() or time)
  if not t then raise "bad argument #2 to 'date' (number has no integer representation)" end
  local utc, rest = format:match "^(!?)(.*)$"
  local date, kind = broken_down(t, utc == "!" and zone.utc or local_zone())
  if rest == "*t" then return date end
  return expand(rest, date, kind)
end

-- the rest -------------------------------------------------------------------

--- Seconds of processor time that the program has taken.
function M.clock() return clock(CPU_CLOCK) / 1e9 end

function M.difftime(a, b) return a - b + 0.0 end

function M.getenv(name)
  if type(name) ~= "string" then
    raise(("bad argument #1 to 'getenv' (string expected, got %s)"):format(type(name)))
  end
  return environment[name]
end

local function result(ret, path)
  if ret >= 0 then return true end
  return nil, ("%s: %s"):format(path, errno[-ret]), -ret
end

function M.remove(path)
  local ret = zp.syscall("unlink", path)
  if ret == -errno.EISDIR then ret = zp.syscall("rmdir", path) end
  return result(ret, path)
end

function M.rename(from, to) return result(zp.syscall("rename", from, to), from) end

--- A file that nobody else has, new and empty.
function M.tmpname()
  local file, path = require("zpoline.io").temporary()
  if not file then raise("unable to generate a unique filename: " .. path) end
  file:close()
  return path
end

--- Always the C locale.
function M.setlocale(locale)
  if locale == nil or locale == "" or locale == "C" or locale == "POSIX" then return "C" end
  return nil
end

function M.execute()
  raise("os.execute: no program can be started from inside another's system call; "
    .. "let one that reads the log (ZPOLINE_LOG) do it")
end

function M.exit()
  raise('os.exit: the process is the program\'s; zp.syscall("kill", zp.pid(), 15) ends it '
    .. "as a signal does")
end

return M
