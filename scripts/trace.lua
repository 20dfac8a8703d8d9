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
-- took, relative, stamp=1..3 (zone= seconds east of Greenwich), fds, strings=N, stack, frames=64,
-- status=successful|failed, path=PATH, inject=SET:error=EIO:when=3, json; ends and signals
-- for lines about these; column=40 to align results.
-- Each line begins with the id of its thread, except for the thread main=ID.

local args = require "zpoline.args"

local options = args.read {
  took = false, relative = false, stamp = 0, zone = 0, fds = false, strings = 32,
  status = "all", path = {}, inject = {}, json = false, column = 0, ends = false, signals = false,
  stack = false, frames = 64,
  -- for the command: see src/cli/commands/trace.c
  main = 0, parent = 0, counts = false, counted = "", lines = true, execs = false, program = "",
}
if options.parent ~= 0 then
  options.main = zp.syscall "getppid" == options.parent and zp.pid() or -1
end

local calls
if options[1] ~= "none" then
  calls = #options > 0 and { table.unpack(options) } or "*"
end
local filter = #options.path > 0 and { uses = options.path } or nil

-- fn(...); what it finds wrong is told to whoever gave the option.
local function try(option, fn, ...)
  local ok, message = pcall(fn, ...)
  if not ok then args.fail(("%s: %s"):format(option, message)) end
end

-- lines ------------------------------------------------------------------------

if options.lines and (calls or options.ends or options.signals) then
  try("trace", zp.trace, calls, filter, {
    column = options.column, execs = options.execs, exits = options.ends, fds = options.fds,
    format = options.json and "json" or "text", main = options.main, program = options.program,
    relative = options.relative, signals = options.signals,
    stack = options.stack and options.frames // 1 | 0, status = options.status,
    strings = options.strings // 1 | 0, time = options.stamp, took = options.took,
    zone = options.zone,
  })
end

-- counts -----------------------------------------------------------------------

-- In C, in memory that the command reads.
if options.counts and calls then
  local results = { failed = "-4095..-1", successful = ">=0" }
  local counted = zp.stats(calls, { uses = filter and filter.uses, ret = results[options.status] },
    { file = options.counted ~= "" and options.counted or nil })
  -- this program is what an execve has made; not so the state of another thread
  if options.execs and options.status ~= "failed" and not filter and zp.tid() == zp.pid() then
    counted:add "execve"
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
  try("inject=" .. text, zp.inject, split(set or text), rule)
end
