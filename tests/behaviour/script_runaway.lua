-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Ways for a handler not to come to an end, to take all memory, to run out of
-- stack; each a hook of its own on the same call.
zp.options { budget = 5000000, memory = 128 }

local function forever() while true do end end

local function keep()
  local kept = {}
  while true do kept[#kept + 1] = ("x"):rep(10000) .. #kept end
end

local function deep() return 1 + deep() end
local function deep_in_c() return (("x"):gsub("x", deep_in_c)) end
local function deep_in_threads() return coroutine.wrap(deep_in_threads)() end

zp.hook("getpid", forever)
zp.hook("getpid", function() while true do pcall(forever) end end)
zp.hook("getpid", function() while true do pcall(coroutine.wrap(forever)) end end)
zp.hook("getpid", keep)
zp.hook("getpid", function() return ("x"):rep(1 << 30) end)
zp.hook("getpid", deep)
zp.hook("getpid", deep_in_c)
zp.hook("getpid", deep_in_threads)

-- what was kept is free again
zp.hook("getpid", function() return #("x"):rep(20 << 20) >> 20 end)
