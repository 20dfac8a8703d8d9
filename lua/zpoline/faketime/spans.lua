-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Times in the program's memory, struct timespec and timeval, and arguments that point to
-- them. unit: of the second field in ns; timespec 1, timeval 1000.

local state = require "zpoline.faketime.state"
local mem = zp.mem

local M = {}

local BILLION = 1000000000

--- The time there in ns; nil: there is none, or one that the kernel will not take.
function M.read(ptr, unit)
  if ptr == 0 then return nil end
  local s, part = mem.unpack(ptr, "jj")
  if s and s >= 0 and s < 1 << 32 and part >= 0 and part < BILLION // unit then
    return s * BILLION + part * unit
  end
end

function M.pack(ns, unit)
  ns = math.max(ns, 0)
  return ("jj"):pack(ns // BILLION, ns % BILLION // unit)
end

-- Real, for one of the program's; never 0, which would be another thing.
local function real(ns, unit) return ns > 0 and math.max(state.span(ns), unit) or 0 end

--- The time span at regs[name] becomes a real one. Returns what it was.
function M.scale(regs, name, unit)
  local ns = M.read(regs[name], unit)
  if ns then regs[name] = mem.put(M.pack(real(ns, unit), unit)) end
  return ns
end

--- What is left: at ptr, where the kernel has told the real span.
function M.write_rest(ptr, unit, from)
  local ns = M.read(from or ptr, unit)
  if ns then mem.write(ptr, M.pack(state.span_back(ns), unit)) end
end

--- The moment at regs[name], on that clock, becomes one of the real clock `there`.
function M.moment(regs, name, clock, there)
  local ns = M.read(regs[name], 1)
  if not ns then return false end
  regs[name] = mem.put(M.pack(state.moment(clock, ns, there), 1))
  return true
end

--- struct itimerspec or itimerval at regs[name]: how often, then when first, which is a
--- moment if a clock is given.
function M.scale_timer(regs, name, unit, clock)
  local every, first = M.read(regs[name], unit), M.read(regs[name] + 16, unit)
  if not every or not first then return end
  if clock and first > 0 then first = math.max(1, first - state.shown(clock)) end
  regs[name] = mem.put(M.pack(real(every, unit), unit) .. M.pack(real(first, unit), unit))
end

--- The same that the kernel has told.
function M.timer_back(ptr, unit)
  if ptr == 0 then return end
  M.write_rest(ptr, unit)
  M.write_rest(ptr + 16, unit)
end

return M
