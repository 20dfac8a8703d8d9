-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- The command that measures a variant. command.set() comes first.

local machine = require "machine"

local command = {}
local library, programs, scripts, pin, pin_first, others, calls_zero

-- Ahead of what else the machine does, if that may be: the words for it.
local function ahead(words, look, said)
  local text = machine.output(("%s sh -c '%s' 2>/dev/null"):format(words, look))
  return text and text:find(said) and words
end

-- Quick: as any other process. What is a process by itself runs before all others;
-- what waits for another, or for its tracer, must let them run.
function command.set(where, quick)
  library, programs, scripts = where.library, where.programs, where.here .. "/scripts"
  command.zpoline = library:gsub("[^/]*$", "zpoline")
  local nice = not quick and ahead("nice -n -15", "nice", "^-15") or ""
  local first = not quick and ahead("chrt -f 1", "chrt -p $$", "SCHED_FIFO") or nice
  local on = machine.has "taskset" and "taskset -c %d" or ""
  local last = on:format(machine.processors() - 1)
  -- the first processor serves most interrupts
  others = nice .. " " .. on:format(0)
  pin, pin_first, command.ahead = nice .. " " .. last, first .. " " .. last, first
  calls_zero = machine.output(
    ("env LD_PRELOAD='%s' ZPOLINE_ENGINE=zpoline true 2>/dev/null"):format(library)) ~= nil
end

-- nil, or why it is left out.
function command.lacks(v)
  if v.zero and not calls_zero then return "address 0 cannot be mapped" end
  if v.needs and not machine.has(v.needs) then return v.needs .. " is not installed" end
end

-- Words for env. With a door, the last of them are the command that begins the program.
function command.environment(v)
  local words = {}
  local function add(name, value)
    if value then words[#words + 1] = ("%s='%s'"):format(name, value) end
  end
  if v.environment then return v.environment end
  if not (v.script or v.engine or v.hook) then return "" end
  add("ZPOLINE_ENGINE", v.engine)
  add("ZPOLINE_STATE", v.state)
  add("ZPOLINE_SUD", v.sud)
  add("ZPOLINE_ARGS", v.args)
  add("ZPOLINE_HOOK", v.hook and programs .. "/" .. v.hook)
  add("ZPOLINE_SCRIPT", v.script and ("%s/%s.lua"):format(scripts, v.script))
  if v.door then
    words[#words + 1] = ("'%s' run --door %s --"):format(command.zpoline, v.door)
  else
    add("LD_PRELOAD", library)
  end
  return table.concat(words, " ")
end

local function pinned(v)
  return v.wrapper and pin or pin_first
end

local function wrapper(v)
  return v.wrapper and v.wrapper .. " " or ""
end

-- call.c, on one processor.
function command.call(v, name, batches, calls)
  return ("%s %senv %s '%s' %s %d %d"):format(pinned(v), wrapper(v), command.environment(v),
    command.program(v.program or "call"), v.call or name, batches, calls)
end

-- threads.c, on one processor or on all.
function command.threads(v, one, batches, calls)
  return ("%s env %s '%s/threads' %d %d %d %s"):format(one and pin_first or command.ahead,
    command.environment(v), programs, v.threads, batches, calls, v.processes or "")
end

-- spawn.c: a wrapper gets the variables too, and sets none for what it runs.
function command.start(v, program, runs)
  if not v.wrapper then
    return ("%s '%s/spawn' %d %s %s"):format(pin_first, programs, runs,
      command.environment(v), program)
  end
  local path, rest = v.wrapper:match "^(%S+)(.*)"
  path = path:find "/" and path or machine.output("command -v " .. path)
  return ("%s '%s/spawn' %d %s%s %s"):format(pin, programs, runs, path, rest, program)
end

-- spawn.c, hooked, and what it starts.
function command.children(v, program, runs)
  return ("%s %senv %s '%s/spawn' %d %s"):format(pin, wrapper(v), command.environment(v),
    programs, runs, program)
end

function command.memory(v, kind, program)
  return ("'%s/memory' %s %s %s"):format(programs, kind, command.environment(v), program)
end

function command.macro(v, here, name, size)
  return ("BENCH_CLIENT='%s' sh '%s/macro.sh' %s %s %s %s env %s"):format(others, here, name,
    size, pin, v.wrapper or "", command.environment(v))
end

-- cost.c, on one processor or on all. kind: cpu or wall; calls: what is divided by.
function command.cost(v, kind, calls, program, all)
  return ("%s '%s/cost' %s %d %s%s"):format(all and "" or pin, programs, kind, calls, wrapper(v),
    program)
end

function command.program(name)
  return programs .. "/" .. name
end

return command
