-- SPDX-License-Identifier: MIT OR Apache-2.0
-- More counters on one number than are named in its word, more than there are
-- names, some of them gone again.
local function counters(n, ...)
  local list = {}
  for i = 1, n do list[i] = zp.count(...) end
  return list
end

local function sum(list)
  local n = 0
  for _, counter in ipairs(list) do n = n + counter:get() end
  return n
end

local one = zp.count("fsync")
local eight = counters(8, "write", { fd = 90 })
local nine = counters(9, "getppid")
local many = counters(300, "close")
local late = zp.count("fsync")
for i = 1, 100 do many[i]:remove() end
local again = counters(90, "unlink")
local histograms = {}
for i = 1, 7 do histograms[i] = zp.hist("fsync", i == 6 and { fd = 1 } or {}) end
local last = zp.count("write", { fd = 90 })

zp.on("exit", function()
  print("one", one:get(), late:get())
  print("eight", sum(eight), last:get())
  print("nine", sum(nine))
  print("many", sum(many), many[300]:get())
  print("again", sum(again))
  local measured = {}
  for i, h in ipairs(histograms) do measured[i] = select(2, h:get()) end
  print("measured", table.concat(measured, " "))
end)
