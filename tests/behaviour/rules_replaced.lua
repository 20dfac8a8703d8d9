-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Rules of close() come and go while two threads call it.
local kinds = {
  function(fd) return zp.count("close", { fd = fd }) end,
  function() return zp.count("close") end,
  function(fd) return zp.hist("close", { fd = fd }) end,
  function(fd) return zp.inject("close", { fd = fd, retval = -9, when = "2..9" }) end,
  function(fd) return zp.inject("close", { fd = fd, retval = -9, per = "thread" }) end,
  function(fd) return zp.hook("close", { fd = { fd, 95 } }, function() end) end,
  function() return zp.hook("close", { ret = ">=0", comm = "c*" }, { exit = function() end }) end,
}

local function resident()
  local f <close> = io.open "/proc/self/statm"
  return tonumber(f:read "a":match "^%d+ (%d+)")
end

local rules, changes, before = {}, 0, nil
zp.hook("fsync", function()
  changes = changes + 1
  local i = changes % #kinds + 1
  if rules[i] then rules[i]:remove() end
  rules[i] = kinds[i](90 + changes % 2)
  if changes == 200 then before = resident() end
  return 0
end)
zp.on("exit", function()
  -- what is removed while a reader is not run is kept meanwhile; a rule that is never given
  -- back takes 600 bytes and more for good
  local grown = before and (resident() - before) * 4096 or 0
  local bound = math.max(4 << 20, 200 * changes)
  print("grown", grown < bound or grown, "changes", changes > 200 or changes)
end)
