-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- The program's time, for all threads and children by zp.shared, for programs that are
-- exec'd by handed.lua. All that a program is told is made of the real monotonic clock, so
-- that its clocks agree with each other.
--
-- Time goes in stretches of one rate; each begins when the time is set, or jumps. Which ones
-- there were is remembered for the times of files, which the kernel has in real time.

local handed = require "zpoline.handed"
local mem = zp.mem

local M = {}

local BILLION = 1000000000
local REALTIME, MONOTONIC, COARSE = 0, 1, 5
local KEY, NAME = "zpoline.faketime", "clock"

-- base: the real monotonic time at which day and start were the program's; how many
-- stretches there were.
local NOW = "jjjnj"
-- Of each: the kernel's times of files are not before coarse; real time; the program's.
local STRETCH = "jjjn"
local REMEMBERED = 64

local scratch = mem.alloc(16)
local save = function() end

-- Clocks that show the time of day, and those that show the time since some start.
-- All others, of processor time, are left alone.
local of_day = { [0] = true, [5] = true, [8] = true, [11] = true }
local of_start = { [1] = true, [4] = true, [6] = true, [7] = true, [9] = true }

--- Is it one of those that are the program's own?
function M.has(clock) return of_day[clock] or of_start[clock] or false end

--- What the kernel's clock shows, in ns.
function M.real(clock)
  zp.syscall("clock_gettime", clock, scratch)
  local s, ns = mem.unpack(scratch, "jj")
  return s * BILLION + ns
end

-- stretches --------------------------------------------------------------------

local function place(i) return KEY .. "." .. i % REMEMBERED end

local function packed_stretches(n)
  local parts = {}
  for i = math.max(1, n - REMEMBERED + 1), n do parts[#parts + 1] = zp.shared:get(place(i)) end
  return table.concat(parts)
end

local function state() return NOW:unpack(zp.shared:get(KEY)) end

-- The real time of day at a real monotonic time, and the kernel's times of files: as near
-- as a thread that may lose the processor can tell.
local function real_at(base)
  local best, day, coarse
  for _ = 1, 10 do
    local before = zp.now()
    local c, d = M.real(COARSE), M.real(REALTIME)
    local after = zp.now()
    if not best or after - before < best then
      best, day, coarse = after - before, d - (after - base), c - (after - base)
    end
    if best < 2000 then break end
  end
  return day, coarse
end

--- From now on, real monotonic time base, it is that time of day, and since the start.
function M.set(base, day, start, rate)
  local there = zp.shared:get(KEY)
  local n = (there and select(5, NOW:unpack(there)) or 0) + 1
  local real, coarse = real_at(base)
  zp.shared:set(place(n), STRETCH:pack(coarse, real, day, rate))
  zp.shared:set(KEY, NOW:pack(base, day, start, rate, n))
  save(zp.shared:get(KEY) .. packed_stretches(n))
end

local function load(text)
  local n = select(5, NOW:unpack(text))
  local at = #NOW:pack(0, 0, 0, 0, 0) + 1
  local size = #STRETCH:pack(0, 0, 0, 0)
  local count = (#text - at + 1) // size
  for i = 1, count do
    zp.shared:set(place(n - count + i), text:sub(at + (i - 1) * size, at + i * size - 1))
  end
  zp.shared:set(KEY, text:sub(1, at - 1))
end

-- what the program sees --------------------------------------------------------

--- The program's time of day, since the start, and the rate.
function M.now()
  local base, day, start, rate = state()
  local passed = math.floor((zp.now() - base) * rate)
  return day + passed, start + passed, rate
end

--- The time of day is another by that; the time since the start is not.
function M.jump(ns)
  local base, day, start, rate = state()
  local passed = zp.now() - base
  local gone = math.floor(passed * rate)
  M.set(base + passed, day + gone + ns, start + gone, rate)
end

--- What that clock shows the program.
function M.shown(clock)
  local day, start = M.now()
  if clock == REALTIME or clock == COARSE then return day end
  if clock == MONOTONIC or clock == 6 then return start end
  if of_day[clock] then return day + M.real(clock) - M.real(REALTIME) end
  return start + M.real(clock) - M.real(MONOTONIC)
end

--- A real time span for one of the program's. While its clock stands still, as long.
function M.span(ns)
  local _, _, _, rate = state()
  if rate == 0 or ns <= 0 then return ns end
  return math.max(1, math.ceil(ns / rate))
end

function M.span_back(ns)
  local _, _, _, rate = state()
  return rate == 0 and ns or math.floor(ns * rate)
end

--- The time on the real clock `there` at a moment on the program's clock.
function M.moment(clock, ns, there)
  return M.real(there) + M.span(ns - M.shown(clock))
end

-- times of files ---------------------------------------------------------------

-- A function that gives one stretch after the other, the last first: i, and its values.
local function stretches()
  local n = select(5, state())
  local i = n + 1
  return function()
    i = i - 1
    local packed = i > 0 and i > n - REMEMBERED and zp.shared:get(place(i))
    if packed then return i, STRETCH:unpack(packed) end
  end
end

local function scaled(ns, rate) return rate == 1 and ns or math.floor(ns * rate) end

-- The two real clocks agree to that, in ns.
local SLACK = 10000000

--- What the program sees of a file's real time: its own, if the file was changed since the
--- run began. An older one, and one in the future that a program has given it, stay.
function M.of_file(t)
  if t > M.real(REALTIME) + SLACK then return t end
  local now = M.now()
  for i, coarse, real, day, rate in stretches() do
    if t >= coarse then
      local seen = day + scaled(math.max(t - real, 0), rate)
      return i == select(5, state()) and math.min(seen, now) or seen
    end
  end
  return t
end

--- The real time that a file gets for the program to see this one.
function M.for_file(t)
  local stop = M.real(REALTIME)
  for _, _, real, day, rate in stretches() do
    if t >= day and t <= day + scaled(stop - real, rate) then
      return rate == 0 and real or real + (rate == 1 and t - day or math.ceil((t - day) / rate))
    end
    stop = real
  end
  return t
end

-- begin ------------------------------------------------------------------------

local function encode(bytes)
  return (bytes:gsub(".", function(c) return ("%02x"):format(c:byte()) end))
end
local function decode(text)
  return (text:gsub("%x%x", function(hex) return string.char(tonumber(hex, 16)) end))
end

--- The time that there is goes on, or fresh(day) tells it: a time of day, and a rate. label:
--- of what the user wants; a clock of another one is none of ours. store: load() and
--- save(text), of who keeps it besides.
function M.begin(label, store, fresh)
  save = store and store.save or save
  handed.on(NAME, function()
    local text = zp.shared:get(KEY) .. packed_stretches(select(5, state()))
    return encode(label) .. ":" .. encode(text)
  end)
  if zp.shared:get(KEY) then return end
  local there = store and store.load()
  local given, text = (handed.get(NAME) or ""):match "^(%x*):(%x+)$"
  if there and there ~= "" then return load(there) end
  if given and decode(given) == label then return load(decode(text)) end
  local base, day, start = zp.now(), M.real(REALTIME), M.real(MONOTONIC)
  local at, rate = fresh(day)
  M.set(base, at, start, rate)
end

return M
