-- SPDX-License-Identifier: MIT OR Apache-2.0
-- trace: every system call with its arguments and result, as in strace
--
--   zpoline trace -T -e openat,read ls       all options: zpoline trace --help
--   zpoline run -s trace -- ls
--   zpoline run -s trace -a 'openat read took' -- ls
--
--   openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3 <0.000021>
--
-- Words are calls, classes (%file), calls to leave out (!read), and these options:
-- took, relative, stamp=1..3 (zone= seconds east of Greenwich), fds, strings=N,
-- status=successful|failed, path=PATH, inject=SET:error=EIO:when=3, json; ends and signals
-- for lines about these; column=40 to align results.
-- Each line begins with the id of its thread, except for the thread main=ID.

local args = require "zpoline.args"
local format = require "zpoline.format"
local forks = require "inner.forks"

local options = args.read {
  took = false, relative = false, stamp = 0, zone = 0, fds = false, strings = 32,
  status = "all", path = {}, inject = {}, json = false, column = 0, ends = false, signals = false,
  -- for the command: see src/cli/commands/trace.c
  main = 0, parent = 0, counts = false, counted = "", lines = true, execs = false, program = "",
}
if options.parent ~= 0 then
  options.main = zp.syscall "getppid" == options.parent and zp.pid() or -1
end
local show = require(options.json and "trace.json" or "trace.show")(options)

format.paths = options.fds
format.strings = options.strings // 1 | 0

local status = options.status
local filtered = #options.path > 0 and require "trace.paths"(options.path)

-- Calls that may not come back are written before they are made.
local ends = { exit = true, exit_group = true }
local one_way = { exit = true, exit_group = true, rt_sigreturn = true }
local execs = { execve = true, execveat = true }

-- what becomes of a call -------------------------------------------------------

-- Calls are counted in C, in memory that the command reads; where Lua chooses them, here.
local counted
if options.counts and options[1] ~= "none" then
  local results = { failed = { ret = "-4095..-1" }, successful = { ret = ">=0" } }
  counted = zp.stats(filtered and {} or #options > 0 and { table.unpack(options) } or "*",
    results[status], { file = options.counted ~= "" and options.counted or nil })
end

-- It comes back only if it fails. Where the new program tells of its start, this is the
-- first half of the line.
local function begin_exec(regs, call)
  if options.execs then
    call.begun = show.unfinished(regs, call)
  else
    show.line(regs, call)
  end
end

local function enter(regs)
  if filtered and not filtered(regs) then return end
  local call = { from = show.now() }
  regs.data = call
  if not options.lines then return end
  call.at = show.wall()
  local name = regs.name
  call.list = show.arguments(regs)
  if one_way[name] then
    if status == "all" then show.line(regs, call) end
    regs.data = nil
  elseif execs[name] and status == "all" then
    begin_exec(regs, call)
  end
end

local function leave(regs, ret)
  local call = regs.data
  if not call or forks.is_child(regs, ret) then return end
  local failed = ret < 0 and ret >= -4095
  if status == "failed" and not failed or status == "successful" and failed then return end
  call.took = show.now() - call.from
  if filtered and counted then counted:add(regs.nr, ret, call.took) end
  if not options.lines then return end
  if call.begun then
    show.resumed(regs, call, format.result(regs))
  else
    show.line(regs, call)
  end
end

-- injections -------------------------------------------------------------------

local numbers = { retval = true, prob = true, seed = true }

-- strace's times without a unit are microseconds.
local function word(key, value)
  if numbers[key] then return tonumber(value) or value end
  if key:find "^delay_" and value:find "^%d+$" then return value .. "us" end
  return value
end

local function split(text)
  local list = {}
  for name in text:gmatch "[^,]+" do list[#list + 1] = name end
  return list
end

for _, text in ipairs(options.inject) do
  local set, rest = text:match "^([^:]*):(.*)$"
  local rule = {}
  for key, value in (rest or ""):gmatch "([%w_]+)=([^:]*)" do
    rule[key] = word(key, value)
  end
  zp.inject(split(set or text), rule)
end

-- hooks ------------------------------------------------------------------------

if options[1] ~= "none" and (options.lines or filtered) then
  zp.hook(#options > 0 and { table.unpack(options) } or "*", { enter = enter, exit = leave })
end

if options.lines and options.ends then
  zp.hook({ "exit", "exit_group" }, function(regs)
    if ends[regs.name] then show.ended(regs) end
  end)
end

if options.lines and options.signals then
  zp.on("signal", function(_, info) show.signal(info) end)
end

-- This program is what an execve has made; not so the state of another thread.
if zp.tid() == zp.pid() then
  local told = options.execs and status ~= "failed" and not filtered
  if told and counted then counted:add "execve" end
  if options.lines then show.executed(told) end
end
