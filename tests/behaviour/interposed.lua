-- SPDX-License-Identifier: MIT OR Apache-2.0
-- All that scripts have libc's functions for elsewhere, in a handler of each call.
local json = require "zpoline.json"
local stderr = io.stderr
local rounds = 0

local function numbers()
  for _, f in ipairs { "%d", "%5.2f", "%g", "%a", "%e", "%x", "%o", "%i", "%c", "%u" } do
    assert(#f:format(f == "%c" and 65 or 17) > 0)
  end
  assert(("%q %s %p"):format(1 / 3, {}, print):find "0x")
  assert(tonumber "0x1p4" == 16.0 and tonumber "1e-3" == 0.001 and not tonumber "1,5")
  assert(tostring(2 ^ 53) == "9.007199254741e+15" and math.tointeger(2 ^ 53) == 1 << 53)
  assert(tostring(math.pi ^ 0.5 % 1 + math.exp(1) + math.log(7, 3)):find "^5%.")
  assert(math.fmod(7, 3) == 1 and math.sqrt(2) > 1 and math.atan(1, 2) < 1 and math.random() < 1)
end

local function texts()
  local words = {}
  for w in ("the quick brown fox, jumps over [the] lazy dog"):gmatch "%w+" do
    words[#words + 1] = w:upper():lower():rep(2, "-"):reverse()
  end
  table.sort(words, function(a, b) return a > b end)
  table.sort(words)
  assert(words[1] < words[9] and table.concat(words, " "):find("%f[%a]xof", 1))
  assert(("a\0b"):gsub("%z", "%%") == "a%b" and utf8.char(228):byte() == 195)
  assert(string.unpack("<i4 z", string.pack("<i4 z", 7, "x")) == 7)
  assert(json.encode { 1, 2.5, "x" } == '[1,2.5,"x"]')
end

local function files()
  local name = os.tmpname()
  local f = assert(io.open(name, "w"))
  assert(f:write("one\n", 2, " ", 3.5, "\n"))
  assert(f:close())
  for line in io.lines(name) do assert(#line > 0) end
  f = assert(io.open(name))
  assert(f:read "l" == "one" and f:read("n", "n") == 2 and f:seek "end" == 10)
  f:close()
  assert(os.remove(name) and not io.open(name))
  stderr:flush()
  assert(os.date("!%Y-%m-%d %H:%M:%S", 86400) == "1970-01-02 00:00:00")
  assert(os.date("%c"):len() > 10 and os.time { year = 2020, month = 2, day = 30 } > 0)
  assert(os.clock() >= 0 and os.getenv "PATH")
end

local function errors()
  local ok, why = pcall(error, { 1 })
  assert(not ok and why[1] == 1)
  ok, why = pcall(function() return nil .. "x" end)
  assert(not ok and why:find "concatenate")
  assert(select(2, xpcall(error, debug.traceback, "x")):find "traceback")
  assert(not load "x y" and load "return 1"() == 1)
  assert(select(2, coroutine.resume(coroutine.create(function() error "y" end))):find "y")
  assert(not pcall(string.rep, "x", -1, 5, {}, math.huge) or true)
end

local function calls(regs)
  assert(#zp.format(regs) > 0)
  assert(type(zp.backtrace()) == "table")
  assert(zp.decode(regs))
  local bytes, why = zp.mem.read(8192, 4)
  assert(not bytes and why == "EFAULT")
  bytes, why = zp.mem.string(8192)
  assert(not bytes and why)
  assert(zp.comm() and zp.exe() and zp.now() > 0)
end

zp.shared.rounds = 0
zp.count "getpid"
zp.hist "getppid"

zp.hook("*", {
  enter = function(regs)
    rounds = rounds + 1
    numbers()
    texts()
    errors()
    calls(regs)
    if rounds % 8 == 1 then
      files()
      collectgarbage()
    end
  end,
  exit = function(regs) texts() calls(regs) end,
})
zp.on("signal", function() numbers() files() end)
zp.on("exit", function()
  numbers()
  files()
  if zp.pid() == zp.shared.first then print "all done" end
end)
zp.shared.first = zp.pid()
