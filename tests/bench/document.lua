-- SPDX-License-Identifier: MIT OR Apache-2.0
-- docs/benchmarks.md and its picture, from one run's figures.

local chart = require "chart"
local figures = require "figures"
local report = require "report"
local targets = require "targets"

local document = {}

local INTRODUCTION = [[
# What it costs

This page says how much longer system calls, starts and whole programs take with
zpoline-lua than without, on one machine. `./bootstrap bench` measures your machine and
writes the page anew. The words for the rows are in the [glossary](glossary.md): *near*,
*zpoline* and *SUD alone* are engines; SUD is Syscall User Dispatch, the fallback.

![What each way to see a call adds to it, and what speed it leaves to programs](benchmarks.svg)

Blue is zpoline-lua, brown are the other tools.

## How it is measured

A task, such as a call of getpid, is measured in several ways: natively, with the library,
with a handler, under other tools. These are the rows of a table. All rows are measured in
turn, round after round, so that whatever slows the machine down slows all of them. In a
round, a row's figure is the median of many short batches of calls (31 of 2,000; 100 for
what takes more than a microsecond), or the tenth percentile of 41 starts (10 of Python's).

The columns *median*, *least* and *most* are taken over the rounds. For *over native* and
*times*, the difference and the ratio to the native figure are computed in each round, and
the column is their median. Other work on the machine can only make a time longer. So the
table of targets has one more column, *of the least*, which is computed from the least
values.

What is measured runs on the last processor, and what makes load for servers on the first.
If a call does not return what it should, the run ends.

The tables of tools are about whole commands, from their start to their end, one run of
each in a round. `dd` makes 50,000 one-byte reads and as many writes, the next table's program
50,000 times four calls, and what the tool takes is divided by the number of these calls. The
processor time is that of the program, of the tool and of all their children. Each tool writes
to a file in memory.
]]

local PEERS = [[
## Another interposer beside it

    ./bootstrap bench --peer zpoline='LIBZPHOOK=./hook.so LD_PRELOAD=./libzpoline.so'

measures another library in the same rounds, and adds a row for it to the tables of ways to
catch a call, of starts and of programs. The words after the name are put in front of the
command, as for `env`. `--peer` may be given several times.
]]

local function add(out, format, ...)
  out[#out + 1] = select("#", ...) > 0 and format:format(...) or format
end

local function machine(out, about)
  add(out, "\n## The machine\n\n%s, %s, %s, %s.\n", about.processor, about.kernel, about.system,
    about.date)
  add(out, "Load (1, 5, 15 minutes; what was measured is in it): %s at the start, %s at the "
    .. "end%s.\n", about.load, about.load_after,
    about.ahead and ("; what is measured ran ahead of other work (`%s`)"):format(about.ahead)
    or "")
  if #about.mitigations > 0 then add(out, "\n") end
  for _, line in ipairs(about.mitigations) do add(out, "- %s\n", line) end
  for _, line in ipairs(about.left_out) do add(out, "\nLeft out: %s.\n", line) end
end

-- Each limit once, under its rows.
local function compare(out, rows)
  add(out, "\n## Targets\n\nA sign means: over native. Brackets mean, in rows of calls, what the "
    .. "call takes over an unhooked call with SUD; in rows of programs, the figure of each; in "
    .. "rows of threads, what two threads reach natively, and two processes with a handler; in "
    .. "rows of static, musl and Go programs, the difference to a dynamic one of glibc's.\n\n"
    .. "| | target | measured | of the least | |\n|---|---|---|---|---|\n")
  local limits, by_limit = {}, {}
  for _, row in ipairs(rows) do
    local verdict = not row.measured and "" or row.met and "met" or "missed"
    add(out, "| %s | %s | %s | %s | %s |\n", row.what, row.target,
      row.measured or "not measured here", row.least or "", verdict)
    if verdict == "missed" then
      if not by_limit[row.limit] then
        by_limit[row.limit] = {}
        limits[#limits + 1] = row.limit
      end
      table.insert(by_limit[row.limit], row.what)
    end
  end
  if #limits > 0 then add(out, "\nWhy rows miss, and what the limit is:\n\n") end
  for _, limit in ipairs(limits) do
    add(out, "- *%s*: %s\n", table.concat(by_limit[limit], "*, *"), limit)
  end
end

local function tabulate(out, result)
  add(out, "\n### %s, %s\n\n", result.title, result.unit)
  add(out, "| | median | least | most | over native | times |\n|---|---|---|---|---|---|\n")
  for _, row in ipairs(result.rows) do
    add(out, "| %s | %s | %s | %s | %s | %.2f |\n", row.name,
      report.number(figures.median(row.values)), report.number(figures.least(row)),
      report.number(figures.most(row)), report.number(figures.above(result, row)),
      figures.ratio(result, row))
  end
  add(out, "\n%d rounds%s\n", result.rounds, result.load and ", load " .. result.load or "")
end

-- What one more of them takes: the slope between two rows.
local function slope(result, from, to, steps)
  local a, b = figures.row(result, from), figures.row(result, to)
  return a and b and figures.above(result, b, a) / steps
end

local function growth(out, results)
  local chain = slope(results.chains, "1 in the chain", "64 in the chain", 63)
  local numbers = slope(results.numbers, "1 hooked", "400 hooked", 1)
  add(out, "\n## Growth\n\n")
  if numbers then
    add(out, "- 400 hooked numbers instead of one: %+.1f ns a call.\n", numbers)
    add(out, "- 400 rules, each of a number of its own, instead of one: %+.1f ns a call.\n",
      slope(results.rules, "1 rules", "400 rules", 1))
  end
  if chain then add(out, "- Each hook more in the chain of a call: %+.1f ns.\n", chain) end
  for _, kind in ipairs { "native", "handler, one state", "handler, own states" } do
    local memory = slope(results.thread_memory, kind .. ", 1 thread", kind .. ", 64 threads", 63)
    local time = slope(results.crowds, kind .. ", 1 thread", kind .. ", 64 threads", 1)
    if memory and time then
      add(out, "- 64 threads instead of one, %s: %+.1f KiB for each thread, %+.1f ns a call.\n",
        kind, memory, time)
    end
  end
  for _, kind in ipairs { "native", "handler" } do
    local memory = slope(results.call_memory, kind .. ", 1000 calls", kind .. ", 100000 calls", 1)
    if memory then
      add(out, "- 99,000 calls more, %s: %+.0f KiB in all.\n", kind, memory)
    end
  end
end

local function bars_of(result, ours)
  local bars = {}
  for i, row in ipairs(result and result.rows or {}) do
    if i > 1 then
      bars[#bars + 1] = { name = row.name, value = figures.above(result, row),
        ours = ours(row.name) }
    end
  end
  return bars
end

local function is_ours(name)
  return name:find "^near" or name:find "^zpoline" or name:find "^SUD alone"
    or name:find "on every call$"
end

local function picture(results)
  local speeds = {}
  for i, row in ipairs(results.redis and results.redis.rows or {}) do
    local mean = i > 1 and targets.speed(results, row.name)
    if mean then
      speeds[#speeds + 1] = { name = row.name, value = mean, ours = is_ours(row.name) }
    end
  end
  return chart.svg("What each way to see a call adds to it", {
    { title = "getpid(): ns over native (logarithmic)", format = "%.1f",
      bars = bars_of(results.ways, is_ours) },
    { title = "read of 1 byte: ns over native (logarithmic)", format = "%.1f",
      bars = bars_of(results.hooks, function() return true end) },
    { title = "redis, nginx, sqlite, tar: % of native speed (geometric mean)", format = "%.1f",
      percent = true, bars = speeds },
  })
end

local function write(path, text)
  local file <close> = assert(io.open(path, "w"))
  assert(file:write(text))
end

-- list: the figures of all tasks; results: the same by key.
function document.write(folder, about, list, results)
  local out = { INTRODUCTION }
  machine(out, about)
  compare(out, targets.compare(results))
  growth(out, results)
  add(out, "\n## All figures\n")
  for _, result in ipairs(list) do tabulate(out, result) end
  add(out, "\n")
  out[#out + 1] = PEERS
  write(folder .. "/benchmarks.md", table.concat(out))
  write(folder .. "/benchmarks.svg", picture(results))
end

return document
