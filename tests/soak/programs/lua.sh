#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: lua5.4 luajit
# Programs that are themselves Lua: theirs and ours do not meet.
cat >run.lua <<'LUA'
local t = {}
for i = 1, 20000 do t[i] = ("%d:%s"):format(i, ("x"):rep(i % 50)) end
table.sort(t, function(a, b) return a > b end)
print(#table.concat(t), t[1], t[#t])
local f = assert(io.open("out", "w"))
for i = 1, 5000 do f:write(i, "\n") end
f:close()
local n = 0
for line in io.lines("out") do n = n + tonumber(line) end
print(n)
for i = 1, 50 do
  local p = io.popen("echo " .. i)
  assert(p:read "*n" == i)
  p:close()
end
print(os.execute "exit 3")
local co = coroutine.wrap(function() for i = 1, 1000 do io.open("out"):close() coroutine.yield(i) end end)
local last
for _ = 1, 1000 do last = co() end
print(last, pcall(error, { 1 }), select("#", pcall(string.rep)))
print(os.rename("out", "in"), os.remove("in"), os.remove("in"))
local function deep(k) return k == 0 and 0 or 1 + deep(k - 1) end
print(deep(150), pcall(function() local function f() return 1 + f() end return f() end) == false)
collectgarbage()
print(os.getenv "HOME", zp, package.loaded.zpoline)
LUA
lua5.4 run.lua
luajit run.lua
luajit -joff run.lua
luajit -e 'local ffi = require "ffi"
ffi.cdef "int getppid(void); int close(int); unsigned int sleep(unsigned int);"
local n, first = 0, ffi.C.getppid()
for i = 1, 1000000 do n = n + (ffi.C.getppid() == first and 1 or 0) end
print(n, ffi.C.close(-1), ffi.errno())'
