-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- What the project has set itself, beside what was measured. The limits are said
-- where a target is missed.

local figures = require "figures"

local targets = {}

local NET = "While Syscall User Dispatch (SUD, the fallback) is on, the kernel takes its "
  .. "slow path into and out of each call. What that costs depends on the processor. "
  .. "With `--no-sud` there is no such cost."
local PATH = "The figure in brackets is for saving the registers and finding the hook: about "
  .. "85 instructions if `entry.S` decides, 220 with a C hook (`ctest -R counts`). "
  .. "The rest is SUD, as for an unhooked call."
local LUA = "The figure in brackets is for about 800 instructions (`ctest -R counts`). 270 "
  .. "of them are Lua's protected call and interpreter, the least that a handler can "
  .. "cost; 220 are those of a C hook; the others change the stack twice, save the "
  .. "vector registers and pass arguments and result. The rest is SUD, as for an "
  .. "unhooked call."
local ANSWER = "The kernel is not asked, so this is the way to Lua and back: the same "
  .. "instructions as for a handler that passes the call on."
local START = "74 pages of the text of libc and the loader get jumps and so become the "
  .. "process's own, 2 to 3 us each where docs/internals.md (What a start costs) measured it; "
  .. "561 stubs took 115 us, Lua with the script 120, the library itself 60."
local DOOR = "The library's own start is most of it: docs/internals.md (What a start costs) says "
  .. "what takes how long. The helper and its five switches take a quarter."
local PROGRAMS = "Each call costs what the tables below say. How much this matters depends on "
  .. "what the program does between its calls. The figure varies by some per cent "
  .. "from run to run."
local THREADS = "Each processor is slower while the other one is busy. Two processes that share "
  .. "nothing show it: with the same handler they do not reach 2.0x either (in "
  .. "brackets)."
local SHARED = "One state is behind one lock: its handlers run one at a time, and the lock "
  .. "moves between the processors' caches; `ZPOLINE_STATE=thread` has none. The row says what two "
  .. "processes got that have nothing in common."

local LINES = "A line is made in C with what `ctest -R counts` says of instructions, before and "
  .. "after the call. What comes on top of that is one more start of the command, its copying of "
  .. "the lines to the file, and writing that file."
local PATHS = "Four fifths of the processor time are the kernel's (perf): for each file it reads "
  .. "five links of /proc/self, which took 2.7 to 3.9 us each where this was looked at. strace "
  .. "reads the same links."
local STARTS = "The program makes a few hundred calls, so starts decide: in a profile the command "
  .. "had 15 % of the processor time, and the library 11 %, most of it for finding the system "
  .. "calls in the program's 3 MiB of code."
local COUNTS = "Counting changes a few words of memory for each call, and reads the clock twice; "
  .. "the rest is what a hooked call costs, and the start of the command with its table at the "
  .. "end, shared by all calls."

local KINDS = "A static program for an address of its own is more than 2 GiB from the library, so "
  .. "that its heap has the room that it has natively. The kernel lets through what the library "
  .. "calls, so the stubs, which are elsewhere, have it make an unhooked call: by an indirect call "
  .. "and a return more."

local function above(key, name, most, brackets)
  return function(results)
    local result = results[key]
    local row = figures.row(result, name)
    if not row then return nil end
    local value = figures.above(result, row)
    local text = ("%+.1f ns"):format(value)
    local least = ("%+.1f ns"):format(figures.least_above(result, row))
    local unhooked = brackets and figures.row(result, "unrelated hook")
    if unhooked then
      text = text .. (" (%+.1f)"):format(figures.above(result, row, unhooked))
      least = least .. (" (%+.1f)"):format(figures.least_above(result, row, unhooked))
    end
    return text, value <= most, least
  end
end

local function total(key, name, most)
  return function(results)
    local row = figures.row(results[key], name)
    if not row then return nil end
    local value = figures.median(row.values)
    return ("%.0f ns"):format(value), value <= most, ("%.0f ns"):format(figures.least(row))
  end
end

local function scaled(key, name, by, format, most)
  return function(results)
    local row = figures.row(results[key], name)
    if not row then return nil end
    local value = figures.above(results[key], row) / by
    return format:format(value), value <= most,
      format:format(figures.least_above(results[key], row) / by)
  end
end

-- What it takes over native, as a part of what another tool does: at most 1/most.
local function fraction(key, name, other, most, unit)
  return function(results)
    local result = results[key]
    local row, theirs = figures.row(result, name), figures.row(result, other)
    if not row or not theirs then return nil end
    local function say(over)
      local ours, others = over(result, row), over(result, theirs)
      return ("1/%.1f (%.2f of %.2f %s)"):format(others / ours, ours / 1000, others / 1000, unit),
        ours * most <= others
    end
    local text, met = say(figures.above)
    return text, met, (say(figures.least_above))
  end
end

-- Over native, beside what a program of glibc's takes in the same row of its own table.
local function as_glibc(key, name, most)
  return function(results)
    local result, theirs = results[key], results.kind_glibc
    local row, other = figures.row(result, name), figures.row(theirs, name)
    if not row or not other then return nil end
    local function say(over)
      local a, b = over(result, row), over(theirs, other)
      return ("%+.1f ns (%+.1f)"):format(a, a - b), a - b <= most
    end
    local text, met = say(figures.above)
    return text, met, (say(figures.least_above))
  end
end

-- Is what it takes over native in the second row no more than in the first?
local function crowd(key, one, many)
  return function(results)
    local result = results[key]
    local alone, busy = figures.row(result, one), figures.row(result, many)
    if not alone then return nil end
    local native = figures.row(result, many:gsub("^[^,]*", "native"))
    local function say(over)
      local a, b = over(result, alone), over(result, busy, native)
      return ("%.2f us (1: %.2f us)"):format(b / 1000, a / 1000), b <= a
    end
    local text, met = say(figures.above)
    return text, met, (say(figures.least_above))
  end
end

targets.programs = { "redis", "nginx", "sqlite", "tar" }

-- The geometric mean of what part of the native speed is left, in per cent, and
-- each part. ratio: one of figures'.
function targets.speed(results, name, ratio)
  local product, parts = 1, {}
  for _, key in ipairs(targets.programs) do
    local row = figures.row(results[key], name)
    if row then
      local part = 100 / (ratio or figures.ratio)(results[key], row)
      product = product * part
      parts[#parts + 1] = ("%s %.0f"):format(key, part)
    end
  end
  if #parts == 0 then return nil end
  return product ^ (1 / #parts), parts
end

local function programs(name, least)
  return function(results)
    local mean, parts = targets.speed(results, name)
    if not mean then return nil end
    local text = ("%.1f %% (%s)"):format(mean, table.concat(parts, ", "))
    local best, best_parts = targets.speed(results, name, figures.least_ratio)
    return text, mean >= least,
      ("%.1f %% (%s)"):format(best, table.concat(best_parts, ", "))
  end
end

local function twice(name, least)
  return function(results)
    local one = figures.row(results.pairs, name .. ", 1 thread")
    local two = figures.row(results.pairs, name .. ", 2 threads")
    if not two then return nil end
    local value = 2 / figures.ratio(results.pairs, two, one)
    local native = 2 / figures.ratio(results.pairs,
      figures.row(results.pairs, "native, 2 threads"))
    local apart = 2 / figures.ratio(results.pairs,
      figures.row(results.pairs, "handler, 2 processes"), one)
    return ("%.2fx (native %.2fx, 2 processes %.2fx)"):format(value, native, apart),
      value >= least,
      ("%.2fx"):format(2 / figures.least_ratio(results.pairs, two, one))
  end
end

local EXEC = "zpoline run, empty script"
local rows = {
  { "unhooked call, rewriting only", "+3 ns", above("ways", "near, no SUD", 3), NET },
  { "unhooked call, with SUD", "+9 ns", above("ways", "near", 9), NET },
  { "C hook through zpoline.h, passing on", "+12 ns",
    above("hooks", "C hook, passing on", 12, true), PATH },
  { "integer filter that does not match", "+15 ns",
    above("hooks", "integer filter, no match", 15, true), PATH },
  { "C rule that does not match", "+15 ns", above("hooks", "injection, no match", 15, true),
    PATH },
  { "empty Lua handler, passing on", "+65 ns", above("hooks", "empty Lua handler", 65, true),
    LUA },
  { "Lua handler that answers, total", "60 ns", total("hooks", "Lua handler that answers", 60),
    ANSWER },
  { "Lua handler reading three arguments and one register", "+90 ns",
    above("hooks", "handler, 3 arguments + r9", 90, true), LUA },
  { "static program, unhooked call", "+10 ns over a dynamic one's",
    as_glibc("kind_static", "unhooked", 10), KINDS },
  { "static program, empty Lua handler", "+10 ns over a dynamic one's",
    as_glibc("kind_static", "empty Lua handler", 10), KINDS },
  { "musl, unhooked call", "+10 ns over glibc's", as_glibc("kind_musl", "unhooked", 10), KINDS },
  { "musl, empty Lua handler", "+10 ns over glibc's",
    as_glibc("kind_musl", "empty Lua handler", 10), KINDS },
  { "Go, unhooked call", "+10 ns over C's", as_glibc("kind_go", "unhooked", 10), KINDS },
  { "Go, empty Lua handler", "+10 ns over C's", as_glibc("kind_go", "empty Lua handler", 10),
    KINDS },
  { "start of /bin/true, empty script", "+0.8 ms",
    scaled("true", "near, empty script", 1000, "%+.2f ms", 0.8), START },
  { "start of /bin/ls, empty script", "+1.0 ms",
    scaled("ls", "near, empty script", 1000, "%+.2f ms", 1.0), START },
  { "start of python3 -c pass, empty script", "+4 ms",
    scaled("python3", "near, empty script", 1000, "%+.2f ms", 4), START },
  { "start of /bin/true by `zpoline run`, empty script", "+0.9 ms",
    scaled("true", EXEC, 1000, "%+.2f ms", 0.9), DOOR },
  { "the same of a static program that ends at once", "+0.6 ms",
    scaled("static", EXEC, 1000, "%+.2f ms", 0.6), DOOR },
  { "vfork, exec and wait of such a program, in one that came by that door", "+250 us",
    scaled("child_static", EXEC, 1, "%+.0f us", 250), DOOR },
  { "memory (Rss) added to /bin/true", "2 MiB",
    scaled("rss", "near, empty script", 1024, "%+.2f MiB", 2), START },
  { "programs, counting rule on every call", "98 % of native",
    programs("counter on every call", 98), PROGRAMS },
  { "programs, empty Lua handler on every call", "93 % of native",
    programs("handler on every call", 93), PROGRAMS },
  { "2 threads, hooked call, a state for each", "1.9x one thread",
    twice("handler, own states", 1.9), THREADS },
  { "2 threads, hooked call, one state", "1.0x one thread", twice("handler, one state", 1.0),
    SHARED },
  { "trace, one-byte reads and writes", "1/15 of strace -f",
    fraction("tools_cpu", "zpoline trace", "strace -f", 15, "us"), LINES },
  { "trace --json, the same", "1/10 of strace -f",
    fraction("tools_cpu", "zpoline trace --json", "strace -f", 10, "us"), LINES },
  { "trace -c, the same", "1/60 of strace -c",
    fraction("tools_cpu", "zpoline trace -c", "strace -c -f", 60, "us"), COUNTS },
  { "count, the same", "1/60 of strace -c",
    fraction("tools_cpu", "zpoline run -s count", "strace -c -f", 60, "us"), COUNTS },
  { "slow, nothing slow", "+250 ns", above("tools_cpu", "zpoline run -s slow", 250), COUNTS },
  { "timeline", "+2500 ns", above("tools_cpu", "zpoline run -s timeline", 2500), LINES },
  { "flame", "+3000 ns", above("tools_cpu", "zpoline run -s flame", 3000), COUNTS },
  { "trace -y, open, fstat, read and close of files", "1/10 of strace -f -y",
    fraction("tools_files", "zpoline trace -y", "strace -f -y", 10, "us"), PATHS },
  { "python3 -S -c pass under trace", "1/4 of strace -f",
    fraction("tools_python", "zpoline trace", "strace -f", 4, "ms"), STARTS },
  { "trace, 4 threads", "no more per call than 1",
    crowd("tools_threads", "zpoline trace, 1 thread", "zpoline trace, 4 threads"), LINES },
}

-- In their order: what, target, measured (nil: not on this machine), met, least (the
-- same of the least values), limit.
function targets.compare(results)
  local list = {}
  for i, row in ipairs(rows) do
    local measured, met, least = row[3](results)
    list[i] = { what = row[1], target = row[2], measured = measured, met = met, least = least,
      limit = row[4] }
  end
  return list
end

return targets
