-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Times of files: the kernel stamps them in real time, the program sees and sets its own.

local stat = require "zpoline.path.stat"
local state = require "zpoline.faketime.state"
local mem = zp.mem

local M = {}

local BILLION = 1000000000
local AT_FDCWD = -100
local UTIME_OMIT = 0x3ffffffe -- and UTIME_NOW behind it: no time of its own

local function show(kind, at)
  for i = 1, #kind.times do
    local s, ns = kind.time(at, i)
    if s and (s ~= 0 or ns ~= 0) then
      local t = s * BILLION + ns
      local seen = state.of_file(t)
      if seen ~= t then kind.set_time(at, i, seen // BILLION, seen % BILLION) end
    end
  end
end

-- One time as utimensat takes it; unit: of the second field in ns.
local function given(ptr, unit)
  local s, part = mem.unpack(ptr, "jj")
  if not s then return nil end
  if part < 0 or part >= BILLION // unit then return s, part end
  local t = state.for_file(s * BILLION + part * unit)
  return t // BILLION, t % BILLION
end

-- The two at ptr; nil: they are not there, or none that the kernel takes.
local function both(ptr, unit)
  local a, b = given(ptr, unit)
  local c, d = given(ptr + 16, unit)
  local function fits(part) return part and part >= 0 and (part < BILLION or part >= UTIME_OMIT) end
  if not fits(b) or not fits(d) then return nil end
  return ("jjjj"):pack(a, b, c, d)
end

local function utimensat(regs)
  local times = regs.utimes ~= 0 and both(regs.utimes, 1)
  if times then regs.utimes = mem.put(times) end
end

-- The older calls do not know ns: utimensat takes their place.
local function instead(regs, dfd, path, times)
  if not times then return end
  regs.nr = zp.syscalls.utimensat.nr
  regs.rdi, regs.rsi, regs.rdx, regs.r10 = dfd, path, mem.put(times), 0
end

local function of_timevals(ptr)
  local there, a, _, b = mem.unpack(ptr, "jjjj")
  if not there or a < 0 or a >= 1000000 or b < 0 or b >= 1000000 then return nil end
  return both(ptr, 1000)
end

local function of_seconds(ptr)
  local a, b = mem.unpack(ptr, "jj")
  if not a then return nil end
  a, b = state.for_file(a * BILLION), state.for_file(b * BILLION)
  return ("jjjj"):pack(a // BILLION, a % BILLION, b // BILLION, b % BILLION)
end

M.calls = {
  { "utimensat", utimensat },
  { "utimes", function(regs)
    if regs.utimes ~= 0 then instead(regs, AT_FDCWD, regs.rdi, of_timevals(regs.utimes)) end
  end },
  { "futimesat", function(regs)
    if regs.utimes ~= 0 then instead(regs, regs.rdi, regs.rsi, of_timevals(regs.utimes)) end
  end },
  { "utime", function(regs)
    if regs.times ~= 0 then instead(regs, AT_FDCWD, regs.rdi, of_seconds(regs.times)) end
  end },
}

--- hook(name, filter, handler): those that tell.
function M.hook(hook) stat.hook(show, hook) end

return M
