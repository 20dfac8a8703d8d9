-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls counted by keys of all kinds; what they say is printed at exit.
local function show(t)
  if type(t) ~= "table" then return tostring(t) end
  local keys, list = {}, {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for _, key in ipairs(keys) do list[#list + 1] = key .. "=" .. show(t[key]) end
  return "{" .. table.concat(list, " ") .. "}"
end

local ours = { fd = "2..99" }
local counts = {
  { "fd", zp.count("write", ours, { by = "fd" }) },
  { "argument", zp.count("write", ours, { by = "count" }) },
  { "list", zp.count({ "write", "close" }, ours, { by = { "syscall", "fd" } }) },
  { "errno", zp.count({ "write", "close" }, ours, { by = "errno" }) },
  { "ret", zp.count("write", ours, { by = "ret" }) },
  { "failed", zp.count({ "write", "close" }, { fd = "2..99", ret = "<0" }, { by = "syscall" }) },
  { "path", zp.count("openat", { path = "/no*" }, { by = "path" }) },
  { "comm", zp.count("getppid", nil, { by = "comm" }) },
  { "sum", zp.count("write", ours, { sum = "ret" }) },
  { "sums", zp.count("write", ours, { by = "fd", sum = "bytes" }) },
  { "to", zp.count("%write", ours, { by = "to", sum = { "bytes", "took" } }) },
  { "none", zp.count("write", { fd = 1000 }, { sum = "bytes" }) },
  { "bounded", zp.count("write", ours, { by = "count", max = 1 }) },
}
local threads = zp.count("getppid", nil, { by = "tid" })
local stack = zp.count("getppid", nil, { by = "stack" })
local took = zp.count("fsync", nil, { by = "syscall", sum = { "took", "ret" } })
local hist = zp.hist("fsync", nil, { by = "syscall" })
zp.inject("fsync", { delay_enter = "2ms" })

zp.on("exit", function()
  for _, c in ipairs(counts) do
    local got, left = c[2]:get()
    zp.log("%s %s %d", c[1], show(got), left)
  end
  for name, n in pairs(stack:get()) do
    zp.log("stack %s %d", name:find ";main;" and "main" or "thread", n)
  end
  zp.log("tid %d", #threads:rows())
  local rows = took:rows()
  zp.log("rows %d %s %d %d %s", #rows, rows[1].key[1], rows[1].calls, rows[1].errors,
    rows[1].took >= 4000000)
  local fsync = hist:get().fsync
  zp.log("hist %d %s %s", fsync.calls, fsync.sum >= 4000000, fsync.buckets[1].low >= 1 << 20)
  counts[3][2]:print()
  hist:print()
  local by_fd = counts[1][2]
  zp.log("take %d", by_fd:take(2).calls)
  zp.log("taken %s %s", by_fd:take(2), by_fd:take(12345))
  by_fd:remove()
  zp.log("removed %s", show(by_fd:get()))
  counts[2][2]:reset()
  zp.log("reset %s", show(counts[2][2]:get()))
end)
