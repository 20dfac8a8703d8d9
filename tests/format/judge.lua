-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- judge.lua LOG TRACE...: compares the lines that scripts/trace.lua wrote to LOG
-- with those of `strace -ff -a 1` of the same run, a file TRACE for each thread.
--
-- strace sees the writes to the log too, and they say which call of its own each
-- of our lines is about: the one in front of the write, or the one behind it if
-- that call does not return. All else that strace has seen is the library's.
-- Prints the pairs that differ and, last, how many lines there are and how many
-- of them are the same.

-- The lines of the log by thread, in order.
local function read_log(path)
  local threads = {}
  for line in io.lines(path) do
    local tid, rest = line:match "^(%d+) ([%w_]+%(.*)$"
    if tid then
      threads[tid] = threads[tid] or {}
      table.insert(threads[tid], rest)
    end
  end
  return threads
end

local function name_of(line)
  return line:match "^([%w_]+)%("
end

-- The environment is the library's; what we write before the call has no result.
local function comparable(line)
  return (line:gsub("0x%x+ /%* %d+ vars? %*/", "ENV"))
end

local function same_call(ours, theirs, one_way)
  if one_way then
    ours, theirs = ours:gsub(" = %?$", ""), theirs:gsub(" = [^=]*$", "")
  end
  return comparable(ours) == comparable(theirs)
end

-- strace's line for ours: the same call near place at, backwards or forwards;
-- if none is the same, the nearest with that name. Others of that name may be
-- between, such as the futexes of the interpreter's lock.
local function counterpart(lines, at, ours, one_way)
  local step = one_way and 1 or -1
  local name, first = name_of(ours), nil
  for i = at + step, at + 40 * step, step do
    local line = lines[i]
    if line and name_of(line) == name then
      if same_call(ours, line, one_way) then return line, true end
      first = first or line
    end
  end
  return first, false
end

local function pairs_of(path, ours, tid, found)
  local lines, n = {}, 0
  for line in io.lines(path) do lines[#lines + 1] = line end
  for i, line in ipairs(lines) do
    -- one of ours: its text begins with the thread's number and a name
    if line:find('^write%(%d+[^,]*, "' .. tid .. " [%w_]+%(") then
      n = n + 1
      local text = ours[n]
      if text and name_of(text) then
        local theirs, same = counterpart(lines, i, text, text:find " = %?$" ~= nil)
        found[#found + 1] = { ours = text, theirs = theirs, same = same }
      end
    end
  end
end

local found = {}
local threads = read_log(arg[1])
for i = 2, #arg do
  local tid = arg[i]:match "(%d+)$"
  if threads[tid] then pairs_of(arg[i], threads[tid], tid, found) end
end

-- Calls that reach the kernel otherwise than the program made them: the library
-- keeps its own signals.
local changed = {
  rt_sigaction = true, rt_sigprocmask = true, rt_sigsuspend = true, rt_sigtimedwait = true,
  rt_sigreturn = true, close_range = true,
}

local makes_child = { clone = true, clone3 = true, fork = true, vfork = true }

local lines, same, lost = 0, 0, 0
for _, pair in ipairs(found) do
  local theirs = pair.theirs
  if not theirs then
    -- strace shows the parent's return only
    local child = makes_child[name_of(pair.ours)] and pair.ours:find " = 0$"
    lost = lost + (child and 0 or 1)
  elseif pair.same then
    lines, same = lines + 1, same + 1
  elseif not theirs:find " = %? E" and not changed[name_of(theirs)] then
    lines = lines + 1
    print("- " .. theirs)
    print("+ " .. pair.ours)
  end
end
assert(lost <= #found // 50, lost .. " lines are not in strace's output")
print(lines .. " " .. same)
