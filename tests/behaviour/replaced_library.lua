-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What zp does, as text: the same whatever a script has put in the places of Lua's
-- functions. ZPOLINE_ARGS: what the functions are replaced by.
local library = { string = string, table = table, math = math, utf8 = utf8,
  coroutine = coroutine, debug = debug }
local own = { "tostring", "tonumber", "pairs", "ipairs", "next", "type", "select", "error",
  "pcall", "xpcall", "setmetatable", "getmetatable", "rawget", "rawset", "rawequal", "rawlen",
  "assert", "require", "load", "loadfile", "dofile", "collectgarbage", "warn" }
local print, format, pcall, concat = print, string.format, pcall, table.concat
local tostring, select, type, next = tostring, select, type, next
local setmetatable, error = setmetatable, error

local big = ("x"):rep(100000)
local replacements = {
  nothing = function() return function() end end,
  values = function()
    return function() return 1 << 62, big, {}, nil, -1, print, 2.5, big end
  end,
  tables = function() return function() return setmetatable({}, { __len = print }) end end,
  fails = function() return function() error {} end end,
  twice = function(f)
    return function(...)
      f(...)
      return f(...), 5
    end
  end,
  gone = function() return nil end,
}

-- Methods of strings are the script's own, so what is made by them may change:
-- those are told apart.
local function replace(how, methods)
  for name, functions in next, library do
    if (name == "string") == methods then
      local copy = {}
      for k, v in next, functions do copy[k] = v end
      for k, v in next, copy do
        if type(v) == "function" then functions[k] = how(v) end
      end
    end
  end
  if methods then return end
  for _, name in next, own do
    local f = _G[name]
    if f then _G[name] = how(f) end
  end
end

local address = zp.mem.alloc(64)
zp.mem.write(address, "0123456789abcdef")

-- Each as text, or what it fails with.
local function results(regs)
  local list = {}
  local function add(name, f, ...)
    local function gather(ok, ...)
      local parts = {}
      for i = 1, select("#", ...) do
        local value = select(i, ...)
        parts[i] = type(value) == "table" and "table" or tostring(value)
      end
      list[#list + 1] = format("%s: %s %s", name, tostring(ok), concat(parts, " "))
    end
    gather(pcall(f, ...))
  end
  add("unpack", function() return (pcall(zp.mem.unpack, address, "<I2I4s1")) end)
  add("unpack", zp.mem.unpack, address, "<I2I4i8")
  add("pack", zp.mem.pack, address + 32, "<I4I4", 1, 2)
  add("u64", zp.mem.u64, address + 32)
  add("read", zp.mem.read, address, 40)
  add("cstrings", function() return #zp.mem.cstrings(address + 48) end)
  add("backtrace", function() return #zp.backtrace() > 0 end)
  add("socket", function() return zp.fd.socket(0) end)
  add("pairs", function()
    local n = 0
    for _ in getmetatable(zp.syscalls).__pairs(zp.syscalls) do n = n + 1 end
    return n
  end)
  add("regs", function() return regs.nr, regs.name end)
  add("log", zp.log, "%d %s", 5, "text")
  return list
end
local real_getmetatable = getmetatable

-- These are in Lua, and work with methods of strings.
local function more(regs)
  for _, f in ipairs {
    function() return zp.format(regs) end, function() return zp.decode(regs) end,
    function() return zp.json.encode { 1, { a = "b" } } end, function() return zp.path(regs) end,
    function() return os.date "%F %T", os.time(), os.clock(), os.getenv "HOME", os.tmpname() end,
    function() return io.open("/etc/passwd"):read("l", "n", "a") end,
    function() for line in io.lines "/etc/passwd" do print(line) end end,
    function() return zp.const.O_RDONLY, zp.errno.EIO end,
    function() return pairs(io) end,
    function() return require "zpoline.fixture".fail end,
    function() return zp.hook("getpid", { pid = 5 }, print):remove() end,
    function() return zp.inject("getpid", { error = "EIO", when = "1+3" }):remove() end,
    function() return zp.on("exit", function() end) end,
  } do
    pcall(f)
  end
end

local early = zp.args[2] == "early" -- before any of our modules was loaded
local how = replacements[zp.args[1]]
local expected
local ipairs_kept = ipairs

local function check(regs, name)
  local now = results(regs)
  for i, line in ipairs_kept(now) do
    if line ~= expected[i] then print("differs", name, line, expected[i]) end
  end
end

zp.hook("getppid", function(regs)
  if not expected then
    getmetatable = real_getmetatable -- luacheck: ignore
    expected = results(regs)
    if not early then more(regs) end
    replace(how, false)
    _G.getmetatable = real_getmetatable
    check(regs, "library")
    replace(how, true)
    check(regs, "string")
  end
  ipairs = ipairs_kept -- luacheck: ignore
  more(regs)
  print("done")
end)
