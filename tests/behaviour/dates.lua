-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Run by lua5.4 and in a hooked program, in many time zones: the same lines.
local say = _G.say or print

local function plain(ok, message)
  say(ok, (tostring(message):gsub("^[%w%p]*:%d+: ", ""):gsub("'os%.", "'")))
end

local letters = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"
local format = letters:gsub(".", "%%%0|") .. "%Ec %EC %Ex %EX %Ey %EY %Od %Oe %OH %OI %Om %OM "
  .. "%OS %Ou %OU %OV %Ow %OW %Oy"

-- glibc applies rules of that form to no year before 1970.
local since = (os.getenv "TZ" or ""):find "," and 0 or math.mininteger

local function show(t)
  if t < since then return end
  local d = os.date("*t", t)
  say(t, os.date(format, t), os.date("!%c %Z %z", t), os.date("!*t", t).hour)
  say(d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst, os.time(d) == t)
end

-- All days for a while, at an hour that goes round; and times far away.
for day = 10500, 10900 do show(day * 86400 + day * 3607) end
for i = -40, 60 do show(i * 77777777 + 13) end
for _, t in ipairs { 0, -2, 2 ^ 31 | 0, 1 << 33, -(1 << 36), 1 << 40, 253402300800 } do show(t) end

-- A table's fields out of range.
for i = -30, 30 do
  local d = { year = 2001 + i // 5, month = i * 2, day = i * 7, hour = i * 5, min = i * 99,
    sec = i }
  local t = os.time(d)
  say(t, d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst)
end
say(os.time { year = 2020, month = 6, day = 1 })
say(os.time { year = "1999", month = "2", day = "0x10" })

-- Each quarter of an hour around the changes of 2024, whatever is said of isdst.
for _, date in ipairs { { 3, 10 }, { 3, 31 }, { 4, 7 }, { 10, 6 }, { 10, 27 }, { 11, 3 } } do
  for quarter = 0, 20 do
    local d = { year = 2024, month = date[1], day = date[2], hour = 0, min = quarter * 15 }
    local t = os.time(d)
    -- in an hour that there is twice, or not at all, either is right
    local shown = os.date("*t", t)
    if os.date("%H:%M", t) == ("%02d:%02d"):format(quarter // 4, quarter % 4 * 15)
      and os.date("%H:%M", t + 3600) ~= os.date("%H:%M", t)
      and os.date("%H:%M", t - 3600) ~= os.date("%H:%M", t) then
      say(t, d.hour, d.min, d.isdst, os.time(shown) == t)
    end
  end
end

for _, wrong in ipairs { "%", "%E", "%Ez", "%Oa", "%k", "%s", "%q", "x%" } do
  plain(pcall(os.date, wrong))
end
for _, wrong in ipairs { {}, { year = 2000 }, { year = 2000, month = 1, day = 1.5 },
    { year = 2000, month = "x", day = 1 }, { year = 1 << 40, month = 1, day = 1 } } do
  plain(pcall(os.time, wrong))
end
plain(pcall(os.date, "*t", math.maxinteger // 2))
