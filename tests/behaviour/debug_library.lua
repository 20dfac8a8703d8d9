-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Everything that the debug library could do to the interpreter, by name in
-- ZPOLINE_ARGS, in a handler that goes on after it.
local names = { "getpid", "getppid" }

-- An object of each kind.
local function objects(regs)
  local own = {}
  local list = {
    regs, zp.hook(names[1], function() end),
    zp.hook("read", { ret = "<0", fd = 1 }, { exit = print }),
    zp.count(names[1]), zp.hist(names[1]), zp.inject(names[1], { error = "EIO", when = 1000 }),
    zp.backtrace(), zp.shared, zp.mem, zp.errno, zp.syscalls, zp.const, zp.fd, zp, io, os,
    io.stdout, assert(io.open "/dev/null"), (coroutine.running()), coroutine.create(print),
    "text", 5, 1.5, true, print, pcall, zp.hook, zp.mem.u8, string.gmatch("a", "a"), debug,
    function() return own end, require "zpoline.files", require "zpoline.address",
    debug.upvalueid(function() return own end, 1), {},
  }
  list[3]:remove()
  return list
end

local rounds = {}

-- Each function of debug with each object in each place.
function rounds.everything(regs)
  local calls = {}
  for name, f in pairs(debug) do
    if name ~= "sethook" and name ~= "setlocal" then calls[#calls + 1] = f end
  end
  for _, value in pairs(objects(regs)) do
    for _, f in ipairs(calls) do
      for n = -2, 40 do
        pcall(f, value, n, value)
        pcall(f, value, value, n)
        pcall(f, n, value, value)
        pcall(f, value, n)
        pcall(f, n, n, value)
      end
      pcall(f, value)
      pcall(f, value, nil)
      pcall(f, value, {})
    end
  end
  debug.sethook()
end

-- Metamethods by hand, with a self that is none.
function rounds.metamethods(regs)
  local list, functions = objects(regs), {}
  local function gather(value)
    for _, get in ipairs { getmetatable, debug.getmetatable } do
      local mt = get(value)
      if type(mt) == "table" then
        for _, f in pairs(mt) do functions[#functions + 1] = type(f) == "function" and f or nil end
      end
    end
  end
  for _, value in pairs(list) do gather(value) end
  for _, value in pairs { zp, zp.mem, zp.fd, zp.errno, zp.syscalls, require "zpoline.files" } do
    for _, f in pairs(value) do functions[#functions + 1] = type(f) == "function" and f or nil end
  end
  for _, f in ipairs(functions) do
    if f ~= zp.syscall and f ~= zp.sleep and f ~= zp.hook and f ~= zp.on and f ~= zp.inject
      and f ~= zp.options and f ~= zp.mem.write and f ~= zp.mem.pack then
      pcall(f)
      for _, value in pairs(list) do
        if value ~= io.stdout then
          pcall(f, value)
          pcall(f, value, "rax", 1)
          pcall(f, value, math.mininteger)
          pcall(f, value, -1, value)
        end
      end
    end
  end
end

-- The registry, if there were one, and objects that are to be another's.
function rounds.types(regs)
  local r = debug.getregistry()
  for k in pairs(r) do r[k] = nil end
  for _, a in pairs(objects(regs)) do
    for _, b in pairs(objects(regs)) do
      if type(b) == "userdata" and type(a) ~= "table" then
        debug.setmetatable(a, debug.getmetatable(b))
      end
    end
  end
  local file, hook = assert(io.open "/dev/null"), zp.hook(names[1], function() end)
  debug.setmetatable(file, debug.getmetatable(hook))
  pcall(function() return file.hits end)
  pcall(function() file:remove() end)
  for n = 1, 40 do
    debug.setuservalue(regs, nil, n)
    debug.setuservalue(hook, nil, n)
  end
  collectgarbage()
  local address = zp.mem.alloc(16)
  zp.mem.free(address)
  hook:remove()
  zp.on("exit", function() end)
end

-- Values on the stacks of functions in C: arguments, and buffers.
function rounds.stacks()
  local seen = 0
  local function look()
    for level = 2, 8 do
      for n = -3, 60 do
        local _, name = pcall(debug.getlocal, level + 1, n)
        if not (name and name:find "^%a") then pcall(debug.setlocal, level + 1, n, seen) end
        local ok, _, value = pcall(debug.getlocal, level + 1, n)
        if ok and type(value) == "userdata" then
          seen = seen + 1
          local mt = debug.getmetatable(value) or {}
          pcall(mt.__gc, value)
          pcall(mt.__close, value)
        end
      end
    end
    return ("x"):rep(3000)
  end
  local text = ("ab"):rep(100):gsub("a", look)
  assert(#text == 100 * 3001)
  local t = { 1, 2, look(), 3, look() }
  assert(#t == 5)
  table.sort({ 3, 2, 1, 5, 4 }, function(a, b) look() return a < b end)
  zp.hook(setmetatable({}, { __len = function() look() return 1 end,
    __index = function() look() return names[1] end }), function() end):remove()
  print(setmetatable({}, { __tostring = function() look() return "object" end }))
end

-- Functions in C have upvalues that they trust.
function rounds.upvalues()
  local iterator = string.gmatch("a b c", "%a")
  for _, f in ipairs { iterator, zp.mem.u8, zp.mem.unpack, zp.mem.pack, zp.log, math.random,
    coroutine.wrap(print), io.lines, require "zpoline.address".name or print } do
    for n = -1, 6 do
      pcall(debug.setupvalue, f, n, 999999)
      pcall(debug.setupvalue, f, n, {})
      for _, g in ipairs { f, rounds.upvalues, rounds.stacks } do
        pcall(debug.upvaluejoin, f, n, g, 1)
        pcall(debug.upvaluejoin, g, 1, f, n)
      end
    end
  end
  assert(iterator() == "a" and iterator() == "b")
  local address = zp.mem.alloc(16)
  assert(zp.mem.u8(address, 255) and zp.mem.u16(address) == 255)
  assert(zp.mem.unpack(address, "<I2") == 255)
  zp.mem.free(address)
  math.random(5)
end

-- A hook of debug.sethook meets functions that nobody can name, and calls them
-- with anything.
function rounds.hidden(regs)
  local met, order = { [debug.sethook] = true }, {}
  debug.sethook(function()
    local info = debug.getinfo(2, "f")
    local f = info and info.func
    if f and not met[f] and debug.getinfo(f, "S").what == "C" then
      met[f] = true
      order[#order + 1] = f
      pcall(f)
      pcall(f, regs)
      pcall(f, 1, 2, 3, 4)
    end
  end, "cr")
  zp.hook(names[1], function() end):remove()
  pcall(zp.hook, names[1], { fd = "x" }, function() end)
  zp.count(names[1], { by = 5 } and nil):remove()
  zp.inject(names[1], { error = "EIO", when = 1000 }):remove()
  local _ = ("x"):rep(100000):gsub("x", "yy")
  _ = table.concat({ ("x"):rep(5000), ("y"):rep(5000) })
  _ = io.open("/dev/null"):read "a"
  pcall(error, setmetatable({}, { __tostring = function() return "object" end }))
  pcall(require, "missing")
  load("return 1")()
  collectgarbage()
  debug.sethook()
  for _, f in ipairs(order) do
    if f ~= zp.syscall and f ~= collectgarbage then
      for _, value in ipairs { regs, io.stdout, "x", {}, 5, print } do
        pcall(f, value)
        pcall(f, value, value, value)
      end
    end
  end
end

-- The coroutine of a handler.
function rounds.coroutine()
  local own = coroutine.running()
  coroutine.wrap(function()
    for n = -3, 10 do
      for level = 0, 4 do
        local _, name = pcall(debug.getlocal, own, level, n)
        if not (name and name:find "^%a") then pcall(debug.setlocal, own, level, n, n) end
      end
    end
    debug.sethook(own, function() end, "crl", 1)
    assert(debug.gethook(own))
    debug.traceback(own)
    debug.sethook(own)
    pcall(coroutine.close, own)
  end)()
end

-- Bytecode with wrong bytes.
function rounds.bytecode()
  local s = string.dump(function(a) local b = a + 1 local t = { b } return t[1] + b end)
  for _, mode in ipairs { "b", "bt" } do
    local f, message = load(s, "x", mode)
    assert(not f and message:find("bytecode is not loaded", 1, true), message)
    f, message = load(function() local part = s s = nil return part end, "x", mode)
    assert(not f and message:find "bytecode", message)
    s = string.dump(function() end)
  end
  assert(load("return 5", "x", "t")() == 5 and load("return x", "x", "bt", { x = 6 })() == 6)
  assert(load("return 7")() == 7 and not load("return 8", "x", "b"))
end

local function run(name, regs)
  rounds[name](regs)
  print("done", name)
end

zp.hook("getppid", function(regs)
  local h = zp.hook(500, { exit = function(r) return r.ret end })
  run(zp.args[1], regs)
  h:remove()
  collectgarbage()
end)
