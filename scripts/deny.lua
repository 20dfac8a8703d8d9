-- SPDX-License-Identifier: MIT OR Apache-2.0
-- deny: only the calls that a run has made; others fail
--
--   zpoline run -s deny -a learn -o policy -- program      make the list
--   zpoline run -s deny -a policy=policy -- program        hold the program to it
--   zpoline run -s deny -a 'policy=policy error=ENOSYS' -- program
--
--   4711 deny: mkdir = EPERM
--
-- The list has a name a line; # begins a comment. Ends of threads and processes and
-- the return from signal handlers are always allowed. This tests a program, it does
-- not confine one that means harm: use seccomp for that.

local args = require "zpoline.args"
local file = require "inner.file"
local options = args.read { learn = false, policy = "", error = "EPERM" }

local always = { exit = true, exit_group = true, rt_sigreturn = true, restart_syscall = true }

local function learn()
  local seen = {}
  zp.hook("*", function(regs)
    local name = regs.name
    if not seen[name] then
      seen[name] = true
      print(name)
    end
  end)
end

local function read_policy()
  local text, err = file.read(options.policy)
  if not text then
    error(("deny: policy '%s' cannot be read (%s)"):format(options.policy, err), 0)
  end
  local list, n = { "*" }, 0
  for line in text:gmatch "[^\n]+" do
    local name = line:gsub("#.*", ""):match "%S+"
    if name and not always[name] then
      list[#list + 1] = "!" .. (tonumber(name) or name)
      n = n + 1
    end
  end
  if n == 0 then error(("deny: policy '%s' names no call"):format(options.policy), 0) end
  for name in pairs(always) do list[#list + 1] = "!" .. name end
  return list
end

local function enforce()
  local answer = -args.errno("deny: error", options.error)
  local told = {}
  zp.hook(read_policy(), function(regs)
    local name = regs.name
    if not told[name] then
      told[name] = true
      zp.log("%d deny: %s = %s", zp.pid(), name, options.error)
    end
    return answer
  end)
end

if options.learn == (options.policy ~= "") then
  error("deny: -a learn makes a list, -a policy=FILE holds a program to one", 0)
elseif options.learn then
  learn()
else
  enforce()
end
