-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Hooks of debug.sethook: system calls in them end in an error, looking around does not.
local say = print

local attempts = {
  syscall = function() return zp.syscall "fork" end,
  vfork = function() return zp.syscall "vfork" end,
  raw = function(regs) return zp.raw_syscall(regs) end,
  call = function(regs) return regs:call() end,
  sleep = function() return zp.sleep(0.001) end,
  coroutine = function() return coroutine.wrap(function() return zp.syscall "fork" end)() end,
  pcall = function()
    local ok, message = pcall(zp.syscall, "fork")
    if ok then return end
    error(message, 0)
  end,
  execute = function() return os.execute "true" end,
  popen = function() return io.popen "true" end,
  unlink = function() return os.remove "/nonexistent" end,
}

local function look(regs)
  local f <close> = assert(io.open "/proc/self/comm")
  local t = { os.time(), os.clock(), zp.now(), zp.tid(), zp.pid(), zp.comm(), f:read "l",
    regs and regs.name, regs and regs.rax, #debug.traceback(), zp.mem.string(1) }
  return #t
end

local function work(n)
  local sum = 0
  for i = 1, n do
    sum = sum + i
  end
  return sum
end

-- most: so often fn is called.
local function hooked(regs, most, mask, count, fn)
  local calls = 0
  local ok, message = pcall(function()
    debug.sethook(function(event, line)
      calls = calls + 1
      if calls <= most then fn(regs, event, line) end
    end, mask, count)
    local sum = work(50)
    debug.sethook()
    return sum
  end)
  debug.sethook()
  return ok, message, calls
end

local function all(regs)
  for name, attempt in pairs(attempts) do
    for _, how in ipairs { { "", 1 }, { "l" }, { "c" }, { "r" } } do
      local ok, message = hooked(regs, 1, how[1], how[2], attempt)
      local known = not ok and (message:find("hook of debug.sethook", 1, true)
        or message:find("no program can be started", 1, true))
      if not known then say("not refused", name, how[1], ok, message) end
    end
  end
  for _, mask in ipairs { "l", "crl" } do
    local ok, message, calls = hooked(regs, math.huge, mask, 1, look)
    if not ok or message ~= 1275 or calls < 10 then say("looks not", mask, ok, message, calls) end
  end
  -- after an error calls can be made again, and the hook is as it was set
  if zp.syscall "getppid" <= 0 or regs and zp.raw_syscall(regs) <= 0 then say "no call" end
  local f = function() end
  debug.sethook(f, "cl", 7)
  local g, mask, count = debug.gethook()
  debug.sethook()
  if g ~= f or mask ~= "cl" or count ~= 7 or debug.gethook() then say("hook", g, mask, count) end
  -- another thread's
  local co = coroutine.create(function() coroutine.yield(work(3)) end)
  local lines = 0
  debug.sethook(co, function(event, line)
    if event == "line" and line then lines = lines + 1 end
  end, "l")
  coroutine.resume(co)
  if lines < 5 or debug.gethook() or not debug.gethook(co) then say("coroutine", lines) end
end

if not zp.args[1] then
  attempts.raw, attempts.call = nil, nil
  all(nil)
  say "loaded"
  return
end

zp.hook("getppid", function(regs)
  all(regs)
  say("done", zp.pid())
end)

