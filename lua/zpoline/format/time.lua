-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Times and intervals.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local text = require "zpoline.format.text"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local time = {}

-- The date of a number of seconds since 1970, in UTC; fraction: text behind the
-- seconds.
local function date(seconds, fraction)
  local days, rest = seconds // 86400, seconds % 86400
  -- years that begin with March have the day that leap years add at their end
  local era = (days + 719468) // 146097
  local day = (days + 719468) % 146097
  local year = (day - day // 1460 + day // 36524 - day // 146096) // 365
  day = day - (365 * year + year // 4 - year // 100)
  local month = (5 * day + 2) // 153
  day = day - (153 * month + 2) // 5 + 1
  month = month < 10 and month + 3 or month - 9
  year = year + era * 400 + (month <= 2 and 1 or 0)
  return ("%d-%02d-%02dT%02d:%02d:%02d%s+0000"):format(year, month, day, rest // 3600,
    rest // 60 % 60, rest % 60, fraction or "")
end

local function make(part)
  return function(address)
    local s, rest = mem.unpack(address, "<i8i8")
    if address == 0 or not s then return pointer(address) end
    return text.add(text.add(text.struct(), "tv_sec", s), part, rest)
  end
end

local spec_at, val_at = make "tv_nsec", make "tv_usec"

-- An interval and what is left: two times one after the other.
local function make_timer(at)
  return function(address)
    if address == 0 or not mem.read(address, 32) then return pointer(address) end
    return text.add(text.add(text.struct(), "it_interval", at(address)),
      "it_value", at(address + 16))
  end
end

-- The two functions for a struct at an address: the program's, and one that
-- the kernel fills in.
local function both(name, at)
  time[name] = at
  time["filled_" .. name] = function(value, call)
    if pending(call) then return nil end
    return call.failed and pointer(value) or at(value)
  end
end

both("spec", spec_at)
both("val", val_at)
both("itimerspec", make_timer(spec_at))
both("itimerval", make_timer(val_at))

both("zone", function(address)
  local west, dst = mem.unpack(address, "<i4i4")
  if address == 0 or not west then return pointer(address) end
  return text.add(text.add(text.struct(), "tz_minuteswest", west), "tz_dsttime", dst)
end)

--- Processor time in hundredths of a second.
function time.ticks(n)
  return n == 0 and n or text.as(n, ("%d /* %.2f s */"):format(n, n / 100))
end

local ticks = time.ticks

both("tms", function(address)
  local user, sys, cuser, csys = mem.unpack(address, "<i8i8i8i8")
  if address == 0 or not user then return pointer(address) end
  local s = text.add(text.struct(), "tms_utime", ticks(user))
  text.add(s, "tms_stime", ticks(sys))
  return text.add(text.add(s, "tms_cutime", ticks(cuser)), "tms_cstime", ticks(csys))
end)

both("seconds", function(address)
  local s = address ~= 0 and mem.i64(address)
  if not s then return pointer(address) end
  return text.list { text.as(s, ("%d /* %s */"):format(s, date(s))) }
end)

--- time's result.
function time.date_result(ret)
  return text.as(ret, ("%d (%s)"):format(ret, date(ret)))
end

--- What was left of a sleep: there only if it was interrupted.
function time.left(value, call)
  if pending(call) then return nil end
  return call.ret == -4 and spec_at(value) or pointer(value)
end

-- A time at an address with its date.
local function dated(at, address, format)
  local value = at(address)
  local s, rest = mem.unpack(address, "<i8i8")
  local fraction = rest ~= 0 and format:format(rest) or nil
  return text.as(value, ("%s /* %s */"):format(text.render(value), date(s, fraction)))
end

--- utimensat's pair.
function time.pair(value)
  local list = {}
  if value == 0 or not mem.read(value, 32) then return pointer(value) end
  for i = 1, 2 do
    local address = value + 16 * (i - 1)
    list[i] = names.find("utime", mem.i64(address + 8)) or dated(spec_at, address, ".%09d")
  end
  return text.list(list)
end

--- utimes' pair.
function time.val_pair(value)
  if value == 0 or not mem.read(value, 32) then return pointer(value) end
  return text.list { dated(val_at, value, ".%06d"), dated(val_at, value + 16, ".%06d") }
end

--- A clock: one with a name, or a process's.
function time.clock(value)
  local clock = basic.signed(value)
  return names.find("clock", clock) or names.one("clock", value & 0xffffffff)
end

return time
