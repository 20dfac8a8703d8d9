-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The lines of trace.lua: what stands before and behind a call. require
-- "trace.show"(options) is a table of functions; trace/json.lua has the same.

local clock = require "trace.clock"
local format = require "zpoline.format"
local program = require "trace.program"
local siginfo = require "trace.siginfo"

local places = { "rdi", "rsi", "rdx", "r10", "r8", "r9" }

return function(options)
  local M = {}

  -- times ------------------------------------------------------------------------

  local last

  local timed = options.took or options.relative or options.counts

  function M.now()
    return timed and zp.now() or 0
  end

  function M.wall()
    return options.stamp > 0 and clock.wall() or 0
  end

  local function time_of_day(at)
    local s, us = at // 1000000, at % 1000000
    if options.stamp == 3 then return ("%d.%06d "):format(s, us) end
    s = (s + options.zone // 1 | 0) % 86400
    local text = ("%02d:%02d:%02d"):format(s // 3600, s // 60 % 60, s % 60)
    return options.stamp == 1 and text .. " " or ("%s.%06d "):format(text, us)
  end

  local function since(from)
    local passed = from - (last or from)
    last = from
    return ("%6d.%06d "):format(passed // 1000000000, passed // 1000 % 1000000)
  end

  -- lines ----------------------------------------------------------------------------

  local function head(call)
    local tid = zp.tid()
    local text = options.main == 0 and ("%d "):format(tid)
      or tid ~= options.main and ("[pid %5d] "):format(tid) or ""
    if options.relative then text = text .. since(call.from) end
    if options.stamp > 0 then text = text .. time_of_day(call.at) end
    return text
  end

  local marks = { answer = " (INJECTED)", delay = " (DELAYED)", both = " (INJECTED) (DELAYED)" }

  local function ending(regs, call, result)
    local took = options.took and call.took
    result = result .. (call.took and marks[regs.injected] or "")
    return took and ("%s <%d.%06d>"):format(result, took // 1000000000, took // 1000 % 1000000)
      or result
  end

  -- string.format has no width beyond 99.
  local function pad(text)
    return text .. (" "):rep(options.column - 1 - #text)
  end

  -- The list with what has not been filled in as addresses.
  local function complete(regs, list)
    for i = 1, #list do
      list[i] = list[i] or ("0x%x"):format(regs[places[i]])
    end
    return list
  end

  local function write(regs, call, list, result)
    local text = head(call) .. regs.name .. "(" .. table.concat(list, ", ") .. ")"
    print(("%s = %s"):format(pad(text), ending(regs, call, result)))
  end

  --- What is known of the arguments before the call.
  M.arguments = format.arguments

  --- A call that has come back, or one that will not.
  function M.line(regs, call)
    local list = complete(regs, format.arguments(regs, call.list))
    write(regs, call, list, format.result(regs))
  end

  --- The first half of a line; true: the other one is to come.
  function M.unfinished(regs, call)
    print(("%s%s(%s <unfinished ...>"):format(head(call), regs.name,
      table.concat(complete(regs, call.list), ", ")))
    return true
  end

  function M.resumed(regs, call, result)
    local text = head(call) .. ("<... %s resumed>)"):format(regs.name)
    print(("%s = %s"):format(pad(text), ending(regs, call, result)))
  end

  function M.ended(regs)
    local call = { from = M.now(), at = M.wall() }
    print(("%s+++ exited with %d +++"):format(head(call), regs.rdi & 0xff))
  end

  -- signals ----------------------------------------------------------------------------

  --- A signal that a handler of the program's is about to be called for.
  function M.signal(info)
    local call = { from = M.now(), at = M.wall() }
    local parts = {}
    for _, member in ipairs(siginfo(info)) do
      parts[#parts + 1] = member.name .. "=" .. member.form:format(member.value)
    end
    print(("%s--- %s {%s} ---"):format(head(call), info.name, table.concat(parts, ", ")))
  end

  -- the program itself -----------------------------------------------------------------

  local function words()
    local list = {}
    for _, word in ipairs(program.words()) do list[#list + 1] = format.quote(word) end
    return table.concat(list, ", ")
  end

  --- The end of the execve that has made this program, if that is to be told; all of
  -- it where its beginning was not shown: that of the program that the command has
  -- started, or with status=successful.
  function M.executed(told)
    if not told then return end
    local regs = { pid = zp.pid(), tid = zp.tid(), name = "execve", ret = 0 }
    local call = { from = M.now(), at = M.wall() }
    local name = program.name_given()
    local started = name == options.program and (options.main == 0 or zp.tid() == options.main)
    if not started and options.status == "all" then return M.resumed(regs, call, "0") end
    write(regs, call, { format.quote(name), "[" .. words() .. "]",
      ("/* %d vars */"):format(program.variables()) }, "0")
  end

  return M
end
