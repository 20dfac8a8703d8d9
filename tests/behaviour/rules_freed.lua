-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What ZPOLINE_ARGS names, made and removed at each call.
local function removed(make, ...)
  local list = { ... }
  return function() make(table.unpack(list)):remove() end
end

local function nothing() end

local kinds = {
  hook = removed(zp.hook, "read", nothing),
  all = removed(zp.hook, "%file", { enter = nothing, exit = nothing }),
  filter = removed(zp.hook, "read", { fd = { 3, 4, 5 } }, nothing),
  pattern = removed(zp.hook, "openat", { filename = { "/etc/*", "/usr/*" } }, nothing),
  result = removed(zp.hook, "read", { ret = "<0" }, { exit = nothing }),
  count = removed(zp.count, "read"),
  count_some = removed(zp.count, "read", { fd = 3 }),
  hist = removed(zp.hist, "read"),
  count_by = removed(zp.count, "read", nil, { by = "fd" }),
  hist_by = removed(zp.hist, "read", { ret = "<0" }, { by = "fd" }),
  stats = removed(zp.stats, "read"),
  map = function()
    local map = zp.map()
    map:add("x")
    map:remove()
  end,
  inject = removed(zp.inject, "read", { fd = 3, error = "EIO" }),
  inject_thread = removed(zp.inject, "read", { retval = 1, per = "thread" }),
  wrong = function()
    assert(not pcall(zp.hook, "openat", { filename = { "x", 5 } }, nothing))
    assert(not pcall(zp.hook, "read", { fd = { 1, 2, "x" } }, nothing))
    assert(not pcall(zp.hook, "read", { fd = 1, ret = 2 }, nothing))
    assert(not pcall(zp.count, "read", { ret = 1 }))
    assert(not pcall(zp.inject, "read", { fd = { 3, 4 }, error = 0 }))
  end,
  -- the 65th filter
  full = function()
    local list = {}
    for i = 1, 64 do list[i] = zp.hook("read", { fd = i }, nothing) end
    assert(not pcall(zp.hook, "read", { fd = 65 }, nothing))
    for _, hook in ipairs(list) do hook:remove() end
  end,
}

local last
-- each fails at the call behind that which registers it
function kinds.fails()
  if last then last:remove() end
  last = zp.hook("getppid", function() error "on purpose" end)
end

local one = kinds[zp.args[1]]
local calls = 0
zp.hook("getppid", function()
  calls = calls + 1
  one()
end)
zp.on("exit", function() print("calls", calls) end)
