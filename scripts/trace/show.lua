-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The lines of trace.lua: what stands before and behind a call. require
-- "trace.show"(options) is a table of functions.

local file = require "inner.file"
local format = require "zpoline.format"

return function(options)
  local M = {}

  -- times ------------------------------------------------------------------------

  local timed = options.took or options.relative or options.counts or options.json
  local last

  function M.now()
    return timed and zp.now() or 0
  end

  local clock = zp.mem.alloc(16)

  -- Microseconds since 1970.
  function M.wall()
    if options.stamp == 0 and not options.json then return 0 end
    zp.syscall("clock_gettime", 0, clock)
    local s, ns = zp.mem.unpack(clock, "i8i8")
    return s * 1000000 + ns // 1000
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

  local function json(regs, call, list, result)
    local ret = regs.ret
    print(zp.json.encode {
      pid = zp.pid(), tid = zp.tid(), call = regs.name, args = { table.unpack(list) }, ret = ret,
      result = result, injected = regs.injected,
      time = call.at / 1e6, took = call.took and call.took / 1e9,
      error = ret and ret < 0 and ret >= -4095 and zp.errno[-ret] or nil,
    })
  end

  function M.line(regs, call, list, result)
    if options.json then return json(regs, call, list, result) end
    local text = head(call) .. regs.name .. "(" .. table.concat(list, ", ") .. ")"
    print(("%s = %s"):format(pad(text), ending(regs, call, result)))
  end

  function M.unfinished(regs, call, list)
    print(("%s%s(%s <unfinished ...>"):format(head(call), regs.name,
      table.concat(list, ", ")))
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

  local codes = {
    [0] = "SI_USER", [0x80] = "SI_KERNEL", [-1] = "SI_QUEUE", [-2] = "SI_TIMER",
    [-3] = "SI_MESGQ", [-4] = "SI_ASYNCIO", [-5] = "SI_SIGIO", [-6] = "SI_TKILL",
  }
  local child_codes = {
    "CLD_EXITED", "CLD_KILLED", "CLD_DUMPED", "CLD_TRAPPED", "CLD_STOPPED", "CLD_CONTINUED",
  }

  --- A signal that a handler of the program's is about to be called for.
  function M.signal(info)
    local call = { from = M.now(), at = M.wall() }
    local code = info.name == "SIGCHLD" and child_codes[info.code] or codes[info.code]
      or info.code
    local parts = { "si_signo=" .. info.name, "si_code=" .. code }
    local function add(name, form)
      if info[name] then parts[#parts + 1] = ("si_%s=" .. form):format(name, info[name]) end
    end
    add("pid", "%d")
    add("uid", "%d")
    add("status", "%d")
    add("addr", "0x%x")
    add("fd", "%d")
    add("value", "0x%x")
    print(("%s--- %s {%s} ---"):format(head(call), info.name, table.concat(parts, ", ")))
  end

  -- the program itself -----------------------------------------------------------------

  local AT_EXECFN, AT_NULL = 31, 0

  -- The name that execve was given.
  local function name_given()
    local auxv = file.read "/proc/self/auxv" or ""
    for at = 1, #auxv - 15, 16 do
      local kind, value = ("i8i8"):unpack(auxv, at)
      if kind == AT_EXECFN then return zp.mem.string(value) end
      if kind == AT_NULL then break end
    end
    return zp.exe() or "?"
  end

  local function words()
    local list = {}
    for word in (file.read "/proc/self/cmdline" or ""):gmatch "([^\0]*)\0" do
      list[#list + 1] = format.quote(word)
    end
    return table.concat(list, ", ")
  end

  --- The end of the execve that has made this program; all of it where its beginning
  -- was not shown: that of the program that the command has started, or with
  -- status=successful, or json.
  function M.executed()
    local regs = { pid = zp.pid(), tid = zp.tid(), name = "execve", ret = 0 }
    local call = { from = M.now(), at = M.wall() }
    local name = name_given()
    local started = name == options.program and (options.main == 0 or zp.tid() == options.main)
    if not (started or options.json) and options.status == "all" then
      return M.resumed(regs, call, "0")
    end
    local _, vars = (file.read "/proc/self/environ" or ""):gsub("\0", "")
    M.line(regs, call, { format.quote(name), "[" .. words() .. "]",
      ("/* %d vars */"):format(vars) }, "0")
  end

  return M
end
