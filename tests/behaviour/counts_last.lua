-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What was the last call of each key, and the descriptors that calls have made.
local made = zp.count("*", nil, { by = "made", last = "stack", frames = 8 })
local closed = zp.count("close", nil, { by = "fd", last = true })
local numbers = zp.count("%desc", nil, { by = { "syscall", "made" } })
local few = zp.count("pipe2", nil, { by = "made", last = true, max = 1 })
local hist = zp.hist("getppid", nil, { by = "syscall", last = "stack" })
local by_stack = zp.count("getppid", nil, { by = "stack", last = "stack", frames = 2 })
-- a rule that keeps nothing, of the same calls
zp.count("close", nil, { by = "fd" })

local function by_key(counts)
  local found = {}
  for _, row in ipairs(counts:rows()) do found[row.key[1]] = row end
  return found
end

zp.on("exit", function()
  local makers, closers = by_key(made), by_key(closed)
  for fd = 100, 120 do
    local row = makers[fd]
    if row then
      zp.log("%d %d %s ret=%d", fd, row.calls, row.last.syscall, row.last.ret)
      assert(row.last.tid == zp.tid() and #row.last.stack > 1 and #row.last.stack <= 8)
      assert(row.last.stack[1].addr > 0 and tostring(row.last.stack):find "^#0 ")
    end
  end
  for _, fd in ipairs { 100, 101 } do
    local last = closers[fd].last
    zp.log("closed %d %s %s %s", fd, last.syscall, last.ret, last.stack)
    zp.log("%d is %s", fd, makers[fd].last.order > last.order and "open" or "closed")
  end
  local names = {}
  for name in pairs(numbers:get()) do names[#names + 1] = name end
  table.sort(names)
  zp.log("makers %s", table.concat(names, " "))
  local row, other = few:rows()
  zp.log("few %d %d %s %s", #row, other.calls, row[1].last.syscall, other.last)
  local row1 = hist:rows()[1]
  zp.log("hist %s %s", row1.last.syscall, row1.last.stack[1].symbol)
  local stacks = by_stack:rows()
  zp.log("stacks %d %d", #stacks, #stacks[1].last.stack)
  local taken = made:take(102)
  zp.log("taken %s %s", taken.last.syscall, made:take(102))
  made:remove()
  local _, n = pcall(function() return by_key(made)[103].last.syscall end)
  zp.log("removed %s", n)
end)
