-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- What is measured, each of it for the variants named. A task has
--   key, title, unit   as others and people call it
--   variants           the first of them is native
--   command            of a variant
--   share              of a variant: what its number is divided by
--   rounds             how often all of them run
--   needs              a program: else it is left out

local command = require "command"
local variants = require "variants"

local tasks = {}

-- Short batches: few of them are interrupted, and their median is not. Many short
-- rounds: a guest's processor is faster for some seconds and slower for others, and
-- what is compared is to run in the same of them.
local full = { rounds = 15, call_rounds = 75, batches = 31, calls = 2000, slow_calls = 100,
  runs = 41, memory_rounds = 3, macro_rounds = 7, tool_calls = 50000, tool_rounds = 7 }
local quick = { rounds = 1, call_rounds = 1, batches = 3, calls = 100, slow_calls = 50, runs = 1,
  memory_rounds = 1, macro_rounds = 1, tool_calls = 200, tool_rounds = 1 }

local function micro(list, size)
  local function add(key, title, called, of)
    list[#list + 1] = { key = key, title = title, unit = "ns", variants = of,
      rounds = size.call_rounds, command = function(v)
        return command.call(v, called, size.batches, v.slow and size.slow_calls or size.calls)
      end }
  end
  add("ways", "getpid() by each way", "getpid", variants.ways)
  add("any", "syscall() by each way", "any", variants.ways)
  add("hooks", "read of 1 byte", "read", variants.hooks)
  for _, kind in ipairs(variants.kinds) do
    add("kind_" .. kind.key, "read of 1 byte at the exec: " .. kind.title, "read", kind.variants)
    list[#list].needs = ("'%s'"):format(command.program(kind.program))
  end
  add("paths", "access(path)", "access", variants.paths)
  add("clocks", "clock_gettime", "clock_gettime", variants.clocks)
  add("numbers", "getpid, by numbers hooked", "getpid", variants.numbers)
  add("rules", "getpid, by rules there are", "getpid", variants.rules)
  add("chains", "getpid, by hooks in its chain", "getpid", variants.chains)
end

local function threads(list, size)
  list[#list + 1] = { key = "pairs", title = "getpid in threads", unit = "ns",
    variants = variants.pairs, rounds = size.call_rounds, command = function(v)
      return command.threads(v, false, math.min(size.batches, 11), 5 * size.calls)
    end }
  list[#list + 1] = { key = "crowds", title = "getpid in threads on one processor", unit = "ns",
    variants = variants.crowds, share = function(v) return v.threads end, command = function(v)
      return command.threads(v, true, math.min(size.batches, 15), size.calls)
    end }
end

local started = {
  { key = "true", program = "/bin/true" },
  { key = "ls", program = "/bin/ls /" },
  { key = "python3", program = "/usr/bin/python3 -c pass", slower = 4 },
}

local function starts(list, size)
  for _, s in ipairs(started) do
    list[#list + 1] = { key = s.key, title = "start of " .. s.program, unit = "us",
      needs = s.program:match "^%S+", variants = variants.starts, command = function(v)
        local slower = (s.slower or 1) * (v.slow and 4 or 1)
        return command.start(v, s.program, math.max(size.runs // slower, 1))
      end }
  end
end

-- Programs that the loader's door does not reach, and what hooked programs start.
local function doors(list, size)
  local nothing = ("'%s'"):format(command.program "nothing")
  local function add(key, title, of, line, program)
    list[#list + 1] = { key = key, title = title, unit = "us", variants = of,
      command = function(v)
        return line(v, program, math.max(size.runs // (v.slow and 4 or 1), 1))
      end }
  end
  add("static", "start of a static program that ends at once", variants.doors, command.start,
    nothing)
  add("child_static", "vfork, exec and wait of a static program that ends at once",
    variants.children, command.children, nothing)
  add("child_true", "vfork, exec and wait of /bin/true", variants.children, command.children,
    "/bin/true")
end

local function memory(list, size)
  local function add(key, title, of, kind, program)
    list[#list + 1] = { key = key, title = title, unit = "KiB", variants = of,
      rounds = size.memory_rounds, command = function(v)
        return command.memory(v, kind, program(v))
      end }
  end
  local own = {}
  for _, v in ipairs(variants.starts) do
    if not v.wrapper and not v.door then own[#own + 1] = v end
  end
  add("rss", "Rss of /bin/true", own, "Rss", function() return "/bin/true" end)
  add("anonymous", "Anonymous memory of /bin/true", own, "Anonymous",
    function() return "/bin/true" end)
  add("thread_memory", "Anonymous memory, by threads", variants.crowds, "Anonymous",
    function(v) return ("'%s' %d 3 100"):format(command.program "threads", v.threads) end)
  add("call_memory", "Anonymous memory, by calls", variants.calls, "Anonymous",
    function(v) return ("'%s' getpid 1 %d"):format(command.program "call", v.calls) end)
end

local function macro(list, here, size)
  local programs = {
    { key = "redis", title = "redis-benchmark, GET", unit = "us", needs = "redis-server",
      size = { full = "50000", quick = "500" } },
    { key = "nginx", title = "nginx and wrk, 1 KiB", unit = "us", needs = "nginx",
      also = "wrk", size = { full = "2", quick = "1" } },
    { key = "sqlite", title = "sqlite3, INSERT", unit = "us", needs = "sqlite3",
      size = { full = "3000", quick = "50" } },
    { key = "tar", title = "tar of /usr/include", unit = "ms", needs = "tar",
      size = { full = "/usr/include", quick = "/usr/include/linux" } },
  }
  for _, p in ipairs(programs) do
    list[#list + 1] = { key = p.key, title = p.title, unit = p.unit, needs = p.needs,
      also = p.also, variants = size == quick and { table.unpack(variants.programs, 1, 3) }
        or variants.programs, rounds = size.macro_rounds, command = function(v)
        return command.macro(v, here, p.key, size == quick and p.size.quick or p.size.full)
      end }
  end
end

-- Whole tools: what the program's calls take more with each of them.
local function tools(list, size)
  local n = size.tool_calls
  local function add(key, title, of, unit, line)
    list[#list + 1] = { key = key, title = title, unit = unit, variants = of,
      rounds = size.tool_rounds, command = line }
  end
  local function dd(kind)
    return function(v)
      return command.cost(v, kind, 2 * n, ("dd if=/dev/zero of=/dev/null bs=1 count=%d"):format(n))
    end
  end
  add("tools_cpu", "tools: dd, processor time of a call", variants.tools, "ns", dd "cpu")
  add("tools_wall", "tools: dd, time of a call", variants.tools, "ns", dd "wall")
  add("tools_files", "tools: open, fstat, read, close, processor time of a call", variants.files,
    "ns", function(v)
      return command.cost(v, "cpu", 4 * n, ("'%s' %d"):format(command.program "files", n))
    end)
  add("tools_python", "tools: /usr/bin/python3 -S -c pass, time", variants.lines, "us", function(v)
    return command.cost(v, "wall", 1000, "/usr/bin/python3 -S -c pass")
  end)
  add("tools_threads", "tools: getpid in threads on all processors, processor time of a call",
    variants.busy, "ns", function(v)
      return command.cost(v, "cpu", v.threads * n,
        ("'%s' %d 1 %d"):format(command.program "threads", v.threads, n), true)
    end)
  add("tools_time", "tools: date under another clock, time", variants.fakes, "us", function(v)
    return command.cost(v, "wall", 1000, "date")
  end)
  add("tools_root", "tools: chown and stat as root, time", variants.roots, "us", function(v)
    return command.cost(v, "wall", 1000, "sh -c 'touch file; chown 1:1 file; stat file'")
  end)
end

-- All of them, in order. wants_quick: only to see that they can be measured.
function tasks.list(here, wants_quick)
  local size = wants_quick and quick or full
  local list = {}
  micro(list, size)
  threads(list, size)
  starts(list, size)
  doors(list, size)
  memory(list, size)
  macro(list, here, size)
  tools(list, size)
  for _, task in ipairs(list) do
    task.rounds = task.rounds or size.rounds
  end
  return list
end

return tasks
