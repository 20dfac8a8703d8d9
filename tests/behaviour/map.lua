-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A map that threads and a forked child fill; what it says is printed at exit.
local map = zp.map()
local small = zp.map { max = 2 }

zp.hook("write", { fd = 91 }, function(_, _, _, count)
  map:add("write")
  map:add({ "write", count }, 2)
  map:hist("size", count)
  small:add(count)
end)

local parent = zp.pid()
zp.on("exit", function()
  if zp.pid() ~= parent then return end
  local all = map:get()
  zp.log("write %d", all.write)
  local size = all.size
  zp.log("size %d %d %d %d %d", size.calls, size.sum, #size.buckets, size.buckets[1].low,
    size.buckets[1].count)
  local some, left = small:get()
  zp.log("small %s %d", some[5], left)
  map:print()
  zp.log("take %d %s", map:take("write").ret, map:take("write"))
  map:reset()
  zp.log("reset %s", next((map:get())))
  map:add("after")
  map:remove()
  zp.log("removed %d %s", map:get().after, select(2, pcall(map.add, map, "x")))
end)
