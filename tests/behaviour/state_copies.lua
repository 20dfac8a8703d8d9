-- SPDX-License-Identifier: MIT OR Apache-2.0
-- All that can be reached in a fresh state, as text without addresses.
local seen, text = {}, {}
local walk

local function add(...)
  text[#text + 1] = table.concat({ ... }, " ")
end

local function word(value)
  local kind = type(value)
  return (kind == "string" or kind == "number" or kind == "boolean") and tostring(value) or kind
end

local function walk_table(path, value)
  local keys = {}
  for key in next, value do
    keys[#keys + 1] = key
  end
  table.sort(keys, function(a, b) return word(a) < word(b) end)
  for i, key in ipairs(keys) do
    walk(path .. "." .. word(key) .. i, value[key])
  end
end

local function walk_function(path, value)
  add(path, debug.getinfo(value, "S").what)
  for i = 1, 255 do
    local name, upvalue = debug.getupvalue(value, i)
    if not name then return end
    walk(path .. "^" .. i, upvalue)
  end
end

function walk(path, value)
  add(path, word(value))
  if type(value) ~= "table" and type(value) ~= "function" or seen[value] then
    return
  end
  seen[value] = true
  if type(value) == "table" then
    walk_table(path, value)
  else
    walk_function(path, value)
  end
  walk(path .. "!", debug.getmetatable(value))
end

walk("globals", _G)
walk("loaded", debug.getregistry()._LOADED)
walk("string", debug.getmetatable "")
print(#text > 500, #table.concat(text), #table.concat(text, "\n"))
collectgarbage()
collectgarbage()

-- and it works
local trace = select(2, xpcall(error, debug.traceback, "mine"))
local co = coroutine.wrap(function(a) return coroutine.yield(a + 1) end)
print(#trace, co(1), co(7), ("%5.2f"):format(2 ^ 0.5), utf8.char(228), os.date("!%F", 0))
print(pcall(function() return zp.hok end))
print(zp.errno.EPERM, zp.syscalls.read.nr, zp.json.encode { 1 })

local calls = 0
zp.hook("getppid", function(regs)
  calls = calls + 1
  if calls == 100 then
    collectgarbage()
    print("hundred", regs.name, regs.nr, zp.mem.string(zp.mem.put "four"))
  end
end)
