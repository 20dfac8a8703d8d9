-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Counters and histograms of all kinds; what they say is printed at exit.
local all = zp.count("write")
local some = zp.count("write", { fd = 90, count = ">=10" })
local two = zp.count { "getppid", "close" }
local gone = zp.count("getppid")
gone:remove()
local slow = zp.hist("fsync")
local linear = zp.hist("write", { fd = 90 }, { from = 0, step = 1000000000 })
zp.inject("fsync", { delay_enter = "2ms" })
-- a call that a hook answers is counted; the kernel's part is not measured
zp.hook("write", { fd = 91 }, function() return 1 end)

zp.on("exit", function()
  print("counts", all:get(), some:get(), two:get(), gone:get())
  some:reset()
  print("reset", some:get())
  local buckets, calls, sum = slow:get()
  local least = buckets[1]
  print("slow", #buckets >= 1, calls, sum >= 6000000, least.low >= 1 << 20,
    least.high == 2 * least.low)
  buckets, calls = linear:get()
  print("linear", #buckets, calls, buckets[1].low, buckets[1].high, buckets[1].count)
  slow:print()
  linear:reset()
  print("empty", #(linear:get()))
end)
