-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- What was counted, as tables and as lines: for the handles of zp.count, zp.hist, zp.map
-- and zp.stats (bindings/counts). A row is { key = { part, ... }, calls =, errors =, ret =,
-- took =, buckets =, last = }; about says what is counted: by and sum, lists of words, and low and
-- step of histograms.

local M = {}

local BUCKETS = 64

-- numbers ---------------------------------------------------------------------------

local fields = { ret = "ret", bytes = "ret", took = "took" }

-- The number that stands for a row.
local function value(row, about)
  if about.map then return row.ret end
  local sum = about.sum and about.sum[1]
  return row[sum and fields[sum] or "calls"]
end

-- Where bucket i begins.
local function first_of(about, i)
  local step = about.step or 0
  if i == 0 then return 0 end
  return step == 0 and 1 << i or about.low + i * step
end

local function bucket_list(row, about)
  local list = {}
  for i = 0, BUCKETS - 1 do
    if row.buckets[i] then
      list[#list + 1] = {
        low = first_of(about, i),
        high = i + 1 < BUCKETS and first_of(about, i + 1) or math.maxinteger,
        count = row.buckets[i],
      }
    end
  end
  return list
end

-- What get() has for a row: a number, or a histogram.
local function result(row, about)
  if not row.buckets then return value(row, about) end
  return {
    buckets = bucket_list(row, about), calls = row.calls,
    sum = about.map and row.ret or row.took,
  }
end

-- Stacks that differ in addresses alone have the same names: one row for all of them.
local function merge(rows)
  local found, list = {}, {}
  for _, row in ipairs(rows) do
    local text = table.concat(row.key, "\0")
    local first = found[text]
    if not first then
      found[text] = row
      list[#list + 1] = row
    else
      for _, field in ipairs { "calls", "errors", "ret", "took" } do
        first[field] = first[field] + row[field]
      end
      if row.last and (not first.last or row.last.order > first.last.order) then
        first.last = row.last
      end
      for i, n in pairs(row.buckets or {}) do
        first.buckets[i] = (first.buckets[i] or 0) + n
      end
    end
  end
  return list
end

local function has_stacks(about)
  for _, word in ipairs(about.by or {}) do
    if word == "stack" then return true end
  end
  return false
end

-- tables ----------------------------------------------------------------------------

-- By key, one table in another where the key has several parts; and what had no room.
function M.get(rows, other, about)
  local by = about.by
  local left = other and result(other, about) or 0
  if has_stacks(about) then rows = merge(rows) end
  if by and #by == 0 then return rows[1] and result(rows[1], about) or 0, left end
  local all = {}
  for _, row in ipairs(rows) do
    local at, key = all, row.key
    for i = 1, #key - 1 do
      local inner = at[key[i]]
      if type(inner) ~= "table" or inner.buckets then
        inner = {}
        at[key[i]] = inner
      end
      at = inner
    end
    at[key[#key]] = result(row, about)
  end
  return all, left
end

local function key_text(row)
  local parts = {}
  for i, part in ipairs(row.key) do parts[i] = tostring(part) end
  return table.concat(parts, "  ")
end

-- The rows, the largest first, and the text of each key.
local function sort(rows, about)
  local text = {}
  if has_stacks(about) then rows = merge(rows) end
  for _, row in ipairs(rows) do text[row] = key_text(row) end
  table.sort(rows, function(a, b)
    local x, y = value(a, about), value(b, about)
    if x ~= y then return x > y end
    if a.calls ~= b.calls then return a.calls > b.calls end
    return text[a] < text[b]
  end)
  return rows, text
end

function M.rows(rows, other, about)
  return (sort(rows, about)), other
end

-- lines -----------------------------------------------------------------------------

-- What is not printable, or would break the line, as \ooo.
local function printable(text)
  return (text:gsub("[%c\x7f]", function(c) return ("\\%03o"):format(c:byte()) end))
end

local units = { { 1e9, "s" }, { 1e6, "ms" }, { 1e3, "us" } }

-- 1536 is "1.5us".
local function time(ns)
  for _, unit in ipairs(units) do
    if ns >= unit[1] then
      local n = ns / unit[1]
      return (n >= 100 or n == n // 1) and ("%d%s"):format(n // 1, unit[2])
        or ("%.1f%s"):format((n * 10 // 1) / 10, unit[2])
    end
  end
  return ("%dns"):format(ns)
end

local function plain(n) return ("%d"):format(n) end

local WIDTH = 40

local function add_histogram(lines, title, row, about)
  local list = bucket_list(row, about)
  local show = about.map and plain or time
  local sum = about.map and row.ret or row.took
  lines[#lines + 1] = ("%s: %d %s, %s on average"):format(title, row.calls,
    about.map and "values" or "calls", show(sum // row.calls))
  local most, from, to = 1, BUCKETS, 0
  for i = 0, BUCKETS - 1 do
    local n = row.buckets[i]
    if n then
      most, from, to = math.max(most, n), math.min(from, i), i
    end
  end
  if #list == 0 then return end
  for i = from, to do
    local n = row.buckets[i] or 0
    local bar = n * WIDTH // most
    local range = ("[%s, %s)"):format(show(first_of(about, i)),
      i + 1 < BUCKETS and show(first_of(about, i + 1)) or "...")
    lines[#lines + 1] = ("%20s %9d |%s%s|"):format(range, n, ("@"):rep(bar),
      (" "):rep(WIDTH - bar))
  end
end

-- Columns: a title, and how a row fills it.
local columns = {
  calls = { "calls", function(row) return plain(row.calls) end },
  errors = { "errors", function(row) return plain(row.errors) end },
  ret = { "ret", function(row) return plain(row.ret) end },
  bytes = { "bytes", function(row) return plain(row.ret) end },
  took = { "ms", function(row) return ("%.3f"):format(row.took / 1e6) end },
  value = { "value", function(row) return plain(row.ret) end },
}

local function columns_of(about)
  local list = { columns.calls }
  if about.map then return { columns.value } end
  if about.results then list[2] = columns.errors end
  for _, sum in ipairs(about.sum or {}) do list[#list + 1] = columns[sum] end
  return list
end

local function add_line(lines, list, row, text)
  local line = {}
  for i, column in ipairs(list) do line[i] = ("%10s"):format(column[2](row)) end
  lines[#lines + 1] = table.concat(line, " ") .. " " .. printable(text)
end

local function add_table(lines, rows, other, about, text)
  local list, head = columns_of(about), {}
  for i, column in ipairs(list) do head[i] = ("%10s"):format(column[1]) end
  local title = about.by and table.concat(about.by, "  ") or "key"
  lines[#lines + 1] = table.concat(head, " ") .. " " .. title
  for _, row in ipairs(rows) do
    if not row.buckets then add_line(lines, list, row, text[row]) end
  end
  if other and not other.buckets then add_line(lines, list, other, "other") end
end

-- Without histograms a table of all, and each histogram by itself.
function M.print(rows, other, about)
  local sorted, text = sort(rows, about)
  local lines, plain_rows = {}, 0
  for _, row in ipairs(sorted) do
    if not row.buckets then plain_rows = plain_rows + 1 end
  end
  if plain_rows > 0 then add_table(lines, sorted, other, about, text) end
  for _, row in ipairs(sorted) do
    if row.buckets then add_histogram(lines, printable(text[row]), row, about) end
  end
  if other and other.buckets then add_histogram(lines, "other", other, about) end
  if #lines > 0 then print(table.concat(lines, "\n")) end
end

-- As strace -c prints it.
function M.print_stats(calls)
  local list, all = {}, { calls = 0, errors = 0, ns = 0, name = "total" }
  for name, call in pairs(calls) do
    call.name = name
    list[#list + 1] = call
    for _, field in ipairs { "calls", "errors", "ns" } do
      all[field] = all[field] + call[field]
    end
  end
  table.sort(list, function(a, b) return a.ns > b.ns or a.ns == b.ns and a.name < b.name end)
  local rule = "------ ----------- ----------- --------- --------- ----------------"
  local lines = { "% time     seconds  usecs/call     calls    errors syscall", rule }
  list[#list + 1] = all
  for i, call in ipairs(list) do
    if i == #list then lines[#lines + 1] = rule end
    lines[#lines + 1] = ("%6.2f %11.6f %11d %9d %9s %s"):format(
      all.ns > 0 and 100 * call.ns / all.ns or 0, call.ns / 1e9,
      call.calls > 0 and call.ns // 1000 // call.calls or 0, call.calls,
      call.errors > 0 and call.errors or "", call.name)
  end
  print(table.concat(lines, "\n"))
end

return M
