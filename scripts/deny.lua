-- SPDX-License-Identifier: MIT OR Apache-2.0
-- deny: allow only the calls of an earlier run, or deny some files
--
--   zpoline run -s deny -a learn -o policy -- program      make the list
--   zpoline run -s deny -a policy=policy -- program        allow only what is on it
--   zpoline run -s deny -a 'policy=policy error=ENOSYS' -- program
--
--   zpoline run -s deny -a 'path=/etc/shadow path=/srv/*' -- program
--
--   4711 deny: mkdir = EPERM
--   4711 deny: openat /etc/shadow = EACCES
--
-- path= is a file or a pattern with * and ?, and may be repeated. All calls that name such
-- a file fail, by whatever name or symbolic link they reach it. Without error= they fail
-- with EACCES, and calls that are not on the list fail with EPERM.
--
-- The list has one name per line; # begins a comment. Ending a thread or process and
-- returning from a signal handler are always allowed. This is for testing programs. It does
-- not confine a program that means harm: use seccomp for that.

local args = require "zpoline.args"
local file = require "inner.file"
local glob = require "zpoline.glob"
local path = require "zpoline.path"
local options = args.read { learn = false, policy = "", path = {}, error = "" }

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
    args.fail(("deny: policy '%s' cannot be read (%s)"):format(options.policy, err))
  end
  local list, n = { "*" }, 0
  for line in text:gmatch "[^\n]+" do
    local name = line:gsub("#.*", ""):match "%S+"
    if name and not always[name] then
      list[#list + 1] = "!" .. (tonumber(name) or name)
      n = n + 1
    end
  end
  if n == 0 then args.fail(("deny: policy '%s' names no call"):format(options.policy)) end
  for name in pairs(always) do list[#list + 1] = "!" .. name end
  return list
end

-- A function that says so, once for each text.
local function teller(name)
  local told = {}
  return function(text)
    if told[text] then return end
    told[text] = true
    zp.log("%d deny: %s = %s", zp.pid(), text, name)
  end
end

local function answer_of(default)
  local name = options.error ~= "" and options.error or default
  return -args.errno("deny: error", name), teller(name)
end

local function enforce()
  local answer, tell = answer_of "EPERM"
  zp.hook(read_policy(), function(regs)
    tell(regs.name)
    return answer
  end)
end

-- Is it one of these files, by its name or by what a link leads to? Its name, if so.
local function is_denied(s, patterns)
  for _, name in ipairs { s.whole and path.normal(s.whole), (path.canonical(s)) } do
    for _, matches in ipairs(patterns) do
      if name and matches(name) then return name end
    end
  end
end

local function hide()
  local answer, tell = answer_of "EACCES"
  local patterns, calls = {}, {}
  for i, text in ipairs(options.path) do
    patterns[i] = glob.matcher(path.option("deny", "path", text))
  end
  for _, call in pairs(zp.syscalls) do
    if path.has(call.nr) then calls[#calls + 1] = call.name end
  end
  zp.hook(calls, function(regs)
    for _, s in ipairs(path.subjects(regs)) do
      local name = is_denied(s, patterns)
      if name then
        tell(regs.name .. " " .. name)
        return answer
      end
    end
  end)
end

if options.learn == (options.policy ~= "") and (options.learn or #options.path == 0) then
  args.fail("deny: -a learn makes a list, -a policy=FILE holds a program to one, -a path=FILE "
    .. "denies a file")
end
if options.learn then learn() end
if options.policy ~= "" then enforce() end
if #options.path > 0 then hide() end
