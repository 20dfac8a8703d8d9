-- SPDX-License-Identifier: MIT OR Apache-2.0
-- syscall-diff: where two runs of a program differ
--
--   zpoline run -s syscall-diff -a save=$PWD/good -- program
--   zpoline run -s syscall-diff -a against=$PWD/good -- program
--   zpoline run -s syscall-diff -a '%file save=good hide=tmp%.%w+' -- program
--
--   syscall-diff: thread 0, call 17
--     was openat(AT_FDCWD, "config", O_RDONLY) = 3
--     is  openat(AT_FDCWD, "config", O_RDONLY) = -1 ENOENT (No such file or directory)
--     behind access("config", R_OK) = 0
--   syscall-diff: thread 0: read 12 -> 9, write 3 -> 4
--
-- For each thread: the first difference, and, when its process ends, the calls whose number
-- differs. Thread 0 is the first thread, 0.2 the second thread or child that it made, and
-- 0.2x the program that this one executed. Words besides save= are calls, which must be the
-- same for both runs. Without them, calls for memory and time are left out, because they
-- differ without a reason. Differences in addresses, times, process numbers and random
-- bytes do not count, nor does what a hide=PATTERN (a Lua pattern) matches. If nothing is
-- printed, nothing differs.

local args = require "zpoline.args"
local format = require "zpoline.format"
local forks = require "inner.forks"
local normal = require "inner.normal"
local paths = require "zpoline.path"
local streams = require "zpoline.fixture.streams"
local options = args.read { save = "", against = "", hide = {} }

if (options.save == "") == (options.against == "") then
  args.fail("syscall-diff: one of save=FILE and against=FILE is wanted: first save, then against")
end

-- By name of the thread: its calls, and how many of each.
local function threads()
  return setmetatable({}, { __index = function(t, name)
    t[name] = { calls = {}, counts = {} }
    return t[name]
  end })
end

local function count(thread, text)
  local call = text:match "^[%w_]+"
  thread.counts[call] = (thread.counts[call] or 0) + 1
end

local restless = { "!%memory", "!%time", "!futex", "!sysinfo", "!getrusage", "!rt_sigreturn",
  "!restart_syscall", "!sched_yield" }

-- What was saved: the selection of calls, and the threads.
local function load(path)
  local before, selection = threads(), {}
  local file, message = io.open(path)
  if not file then
    args.fail(("syscall-diff: against=%s Remedy: save=FILE in a run before"):format(message))
  end
  for word in (file:read "l" or ""):gmatch "%S+" do selection[#selection + 1] = word end
  for line in file:lines() do
    local name, text = line:match "^(%S+) (.*)$"
    if name then
      table.insert(before[name].calls, text)
      count(before[name], text)
    end
  end
  file:close()
  return before, selection
end

-- saving -----------------------------------------------------------------------------

local function saver(path, selection)
  local first = require "inner.file".is_first_program()
  local file, message = io.open(path, first and "w" or "a")
  if not file then args.fail(("syscall-diff: save=%s"):format(message)) end
  if first then file:write(table.concat(selection, " ") .. "\n") end
  file:close()
  file = io.open(path, "a")
  return function(name, text) file:write(name .. " " .. text .. "\n") end
end

-- comparing --------------------------------------------------------------------------

local before, now = nil, threads()

local function tell(name, at, was, is, behind)
  zp.log("syscall-diff: thread %s, call %d\n  was %s\n  is  %s\n  behind %s", name, at,
    was or "nothing more", is or "nothing more", behind or "nothing")
end

local function compare(name, text)
  local thread, calls = now[name], before[name].calls
  count(thread, text)
  thread.n = (thread.n or 0) + 1
  if thread.told then return end
  if calls[thread.n] ~= text then
    thread.told = true
    tell(name, thread.n, calls[thread.n], text, calls[thread.n - 1])
  end
end

local function counts(name)
  local was, is, names, parts = before[name].counts, now[name].counts, {}, {}
  for call in pairs(was) do names[#names + 1] = call end
  for call in pairs(is) do
    if not was[call] then names[#names + 1] = call end
  end
  table.sort(names)
  for _, call in ipairs(names) do
    local a, b = was[call] or 0, is[call] or 0
    if a ~= b then parts[#parts + 1] = ("%s %d -> %d"):format(call, a, b) end
  end
  if #parts > 0 then zp.log("syscall-diff: thread %s: %s", name, table.concat(parts, ", ")) end
end

local function finish()
  local names = {}
  for name in pairs(now) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local thread, calls = now[name], before[name].calls
    if not thread.told and calls[thread.n + 1] then
      tell(name, thread.n + 1, calls[thread.n + 1], nil, calls[thread.n])
    end
    counts(name)
  end
end

local take
local selection = #options > 0 and { table.unpack(options) } or restless
if options.save ~= "" then
  take = saver(paths.option("syscall-diff", "save", options.save), selection)
elseif #options > 0 then
  args.fail(("syscall-diff: '%s': calls are chosen where save= is"):format(options[1]))
else
  before, selection = load(paths.option("syscall-diff", "against", options.against))
  take = compare
  zp.on("exit", finish)
  zp.on("fork", function() now = threads() end) -- what the parent has done, it tells
end

-- the calls ---------------------------------------------------------------------------

local one_way = { exit = true, exit_group = true, execve = true, execveat = true }

zp.hook(selection, {
  enter = function(regs)
    if one_way[regs.name] then
      local name = streams.name()
      if name then take(name, normal.text(regs.name, format.format(regs), options.hide)) end
      return
    end
    regs.data = format.arguments(regs)
  end,
  exit = function(regs, ret)
    if not regs.data or forks.is_child(regs, ret) then return end
    local name = streams.name()
    if name then
      take(name, normal.text(regs.name, format.format(regs, regs.data), options.hide, ret))
    end
  end,
})
