-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- bench.lua LIBRARY PROGRAMS [--quick]: what a system call costs natively and
-- with the library in each of its states, what the library costs at the start of
-- a program, and the memory that it takes there: Rss has what is shared with
-- other processes in it, Anonymous is the process's own. PROGRAMS is the
-- folder of call, spawn and memory.
--
-- All variants run in turn, round after round, on one processor: what slows
-- the machine down slows all of them. Each figure is the median over the
-- rounds; differences are medians of the differences within a round.

local library, programs = arg[1], arg[2]
local quick = arg[3] == "--quick"
local here = arg[0]:match "^(.*)/[^/]*$" or "."
local rounds = quick and 2 or 15
local batches = quick and 3 or 31
local runs = quick and 3 or 41

local states = {
  { name = "native" },
  { name = "library, no script", preload = true },
  { name = "empty script", preload = true, script = "empty" },
  { name = "unrelated hook", preload = true, script = "unrelated" },
  { name = "integer filter, no match", preload = true, script = "filter" },
  { name = "injection, no match", preload = true, script = "rule" },
  { name = "injection that answers", preload = true, script = "injection" },
  { name = "counter", preload = true, script = "counter" },
  { name = "histogram", preload = true, script = "histogram" },
  { name = "empty C hook", preload = true, hook = "hook" },
  { name = "empty Lua handler", preload = true, script = "handler" },
  { name = "handler, 3 arguments + r9", preload = true, script = "arguments" },
}

local paths = {
  { name = "native" },
  { name = "pattern, no match", preload = true, script = "path_miss" },
  { name = "pattern, match", preload = true, script = "path_hit" },
  { name = "empty Lua handler", preload = true, script = "every_access" },
}

-- The same by one thread and by two, on all processors.
local together = {
  { name = "native" },
  { name = "empty handler, one state", preload = true, script = "handler" },
  { name = "empty handler, own states", preload = true, script = "handler", state = "thread" },
  { name = "counter, one state", preload = true, script = "count_getpid" },
  { name = "counter, own states", preload = true, script = "count_getpid", state = "thread" },
}

local clock_states = { states[1], states[4], states[#states - 1] }

-- The ways to catch a call. Those that cost 1 us and more make fewer calls.
local ways = {
  { name = "native" },
  { name = "near, no net", preload = true, engine = "near", sud = "off", script = "unrelated" },
  { name = "near", preload = true, engine = "near", script = "unrelated" },
  { name = "near, empty handler", preload = true, engine = "near", script = "handler" },
  { name = "zpoline, no net", preload = true, engine = "zpoline", sud = "off",
    script = "unrelated", zero = true },
  { name = "zpoline", preload = true, engine = "zpoline", script = "unrelated", zero = true },
  { name = "zpoline, empty handler", preload = true, engine = "zpoline", script = "handler",
    zero = true },
  { name = "net alone", preload = true, engine = "sud", script = "unrelated", slow = true },
  { name = "net alone, empty handler", preload = true, engine = "sud", script = "handler",
    slow = true },
  { name = "plain SIGSYS handler", call = "plain_sud", slow = true },
  { name = "strace -f", wrapper = "strace -f -o /dev/null ", needs = "strace", slow = true },
}

local starts = {
  { name = "native" },
  { name = "library, no script", preload = true },
  { name = "near, empty script", preload = true, engine = "near", script = "empty" },
  { name = "zpoline, empty script", preload = true, engine = "zpoline", script = "empty",
    zero = true },
  { name = "net alone, empty script", preload = true, engine = "sud", script = "empty" },
}

local function environment(v)
  local words = {}
  if v.engine then words[#words + 1] = "ZPOLINE_ENGINE=" .. v.engine end
  if v.state then words[#words + 1] = "ZPOLINE_STATE=" .. v.state end
  if v.sud then words[#words + 1] = "ZPOLINE_SUD=" .. v.sud end
  if v.preload then words[#words + 1] = "LD_PRELOAD='" .. library .. "'" end
  if v.script then
    words[#words + 1] = ("ZPOLINE_SCRIPT='%s/%s.lua'"):format(here, v.script)
  end
  if v.hook then words[#words + 1] = ("ZPOLINE_HOOK='%s/%s.so'"):format(programs, v.hook) end
  return table.concat(words, " ")
end

-- The number that command prints.
local function measure(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  local ok, how, status = pipe:close()
  local value = tonumber(text)
  if not ok or not value then
    error(("%s: %s %s, printed '%s'"):format(command, how, status, text), 0)
  end
  return value
end

-- The last processor: the first one serves most interrupts.
local function pin()
  local pipe = io.popen "nproc 2>/dev/null"
  local n = pipe and pipe:read "n"
  if pipe then pipe:close() end
  return os.execute "command -v taskset >/dev/null 2>&1"
    and ("taskset -c %d "):format((n or 1) - 1) or ""
end

local prefix = pin()

local zero = os.execute(("env LD_PRELOAD='%s' ZPOLINE_ENGINE=zpoline true 2>/dev/null")
  :format(library))

local function there(v)
  if v.zero and not zero then return false end
  return not v.needs or os.execute(("command -v %s >/dev/null 2>&1"):format(v.needs))
end

local tasks = {
  { title = "read 1 byte, ns", command = function(v)
    return ("%senv %s %s/call read %d"):format(prefix, environment(v), programs, batches)
  end },
  { title = "access(path), ns", variants = paths, command = function(v)
    return ("%senv %s %s/call access %d"):format(prefix, environment(v), programs, batches)
  end },
  { title = "clock_gettime, ns", variants = clock_states, command = function(v)
    return ("%senv %s %s/call clock_gettime %d"):format(prefix, environment(v), programs, batches)
  end },
  { title = "getpid() by each way, ns", variants = ways, command = function(v)
    return ("%s%senv %s %s/call %s %d %d"):format(prefix, v.wrapper or "", environment(v),
      programs, v.call or "getpid", batches, v.slow and 500 or 20000)
  end },
  { title = "syscall() by each way, ns", variants = ways, command = function(v)
    return ("%s%senv %s %s/call %s %d %d"):format(prefix, v.wrapper or "", environment(v),
      programs, v.call or "any", batches, v.slow and 500 or 20000)
  end },
  { title = "getpid, 1 thread, ns", variants = together, command = function(v)
    return ("env %s %s/threads 1 %d"):format(environment(v), programs, batches)
  end },
  { title = "getpid, 2 threads, ns", variants = together, command = function(v)
    return ("env %s %s/threads 2 %d"):format(environment(v), programs, batches)
  end },
}

for _, program in ipairs {
  { name = "/bin/true" },
  { name = "/bin/ls", arguments = "/" },
  { name = "/usr/bin/python3", arguments = "-c pass", slower = 10 },
} do
  tasks[#tasks + 1] = { title = ("start of %s, us"):format(program.name:match "[^/]*$"),
    needs = program.name, variants = starts, command = function(v)
    return ("%s%s/spawn %d %s %s %s"):format(prefix, programs,
      math.max(runs // (program.slower or 1), 3), environment(v), program.name,
      program.arguments or "")
  end }
end
for _, kind in ipairs { "Rss", "Anonymous" } do
  tasks[#tasks + 1] = { title = kind .. ", KiB", variants = starts, command = function(v)
    return ("%s/memory %s %s /bin/true"):format(programs, kind, environment(v))
  end }
end

local function median(list)
  table.sort(list)
  return list[(#list + 1) // 2]
end

local function run(task, variants)
  local seen = {}
  for i = 1, #variants do seen[i] = {} end
  for _ = 1, rounds do
    for i, v in ipairs(variants) do
      local list = seen[i]
      list[#list + 1] = measure(task.command(v))
    end
  end
  return seen
end

local function report(task, variants, seen)
  print(("%-28s %9s %9s %9s %9s %7s"):format(task.title, "median", "min", "max",
    "+native", "ratio"))
  local native = median { table.unpack(seen[1]) }
  for i, v in ipairs(variants) do
    local above = {}
    for r = 1, rounds do above[r] = seen[i][r] - seen[1][r] end
    local sorted = { table.unpack(seen[i]) }
    local mid = median(sorted)
    print(("  %-26s %9.1f %9.1f %9.1f %+9.1f %7.2f"):format(v.name, mid, sorted[1],
      sorted[#sorted], median(above), mid / native))
  end
  print()
end

local function machine()
  local model, kernel = "unknown processor", "unknown kernel"
  for line in io.lines "/proc/cpuinfo" do
    model = line:match "^model name%s*:%s*(.*)" or model
  end
  for line in io.lines "/proc/sys/kernel/osrelease" do kernel = line end
  print(("%s, Linux %s, %d rounds interleaved\n"):format(model, kernel, rounds))
end

machine()
for _, task in ipairs(tasks) do
  local present = {}
  for _, v in ipairs(task.variants or states) do
    if there(task) and there(v) then present[#present + 1] = v end
  end
  if #present > 0 then report(task, present, run(task, present)) end
end
