-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The objects of trace.lua with json, one a line: docs/trace.schema.json says what
-- is in them. require "trace.json"() is a table of functions, the same as that
-- of trace/show.lua.

local clock = require "trace.clock"
local format = require "zpoline.format"
local program = require "trace.program"
local siginfo = require "trace.siginfo"

local quote = format.json_string

return function()
  local M = { now = zp.now, wall = clock.wall }

  local function write(at, text)
    print(('{"time":%d.%06d,"pid":%d,"tid":%d,"comm":%s,%s}'):format(at // 1000000,
      at % 1000000, zp.pid(), zp.tid(), quote(zp.comm()), text))
  end

  -- calls -------------------------------------------------------------------------

  --- What is known of the arguments before the call.
  M.arguments = format.members

  -- How it has ended: "" if it has not.
  local function ending(regs, result)
    local ret, text = regs.ret, ""
    if not ret then return "" end
    if result and result ~= ("%d"):format(ret) then text = ',"result":' .. result end
    if ret < 0 and ret >= -4095 and zp.errno[-ret] then
      text = (',"error":"%s"'):format(zp.errno[-ret])
    end
    return (',"ret":%d%s'):format(ret, text)
  end

  --- A call that has come back, or one that will not.
  function M.line(regs, call)
    local args, result = format.json(regs, call.list)
    local took, injected = call.took, regs.injected
    write(call.at, ('"name":"%s","args":%s%s%s%s'):format(regs.name, args,
      ending(regs, result),
      took and (',"took":%d.%09d'):format(took // 1000000000, took % 1000000000) or "",
      injected and (',"injected":"%s"'):format(injected) or ""))
  end

  --- There are no half lines: the new program tells of its start.
  function M.unfinished()
    return false
  end

  -- events ------------------------------------------------------------------------

  --- The end of a thread, or of the process.
  function M.ended(regs)
    write(M.wall(), ('"event":"exit","process":%s,"status":%d'):format(
      regs.name == "exit_group", regs.rdi & 0xff))
  end

  --- A signal that a handler of the program's is about to be called for.
  function M.signal(info)
    local parts = {}
    for _, member in ipairs(siginfo(info)) do
      local value = member.value
      parts[#parts + 1] = (type(value) == "string" and '"%s":"%s"' or '"%s":%d'):format(
        member.name, value)
    end
    write(M.wall(), ('"event":"signal","signal":"%s","siginfo":{%s}'):format(info.name,
      table.concat(parts, ",")))
  end

  -- A list, cut as strings' lists are.
  local function words()
    local list = {}
    for i, word in ipairs(program.words()) do
      list[i] = i <= format.strings and quote(word) or '{"more":true}'
      if i > format.strings then break end
    end
    return "[" .. table.concat(list, ",") .. "]"
  end

  --- The program that an execve has made; and that execve, if it is to be told.
  function M.executed(told)
    local at, name, argv = M.wall(), quote(program.name_given()), words()
    if told then
      write(at, ('"name":"execve","args":{"path":%s,"argv":%s},"ret":0'):format(name, argv))
    end
    write(at, ('"event":"exec","path":%s,"argv":%s,"variables":%d'):format(name, argv,
      program.variables()))
  end

  return M
end
