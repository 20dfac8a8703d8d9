#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# docs/benchmarks.md is the source of what calls and starts cost: the tables in README.md
# and docs/ja/usage.md show its medians over native, rounded, and every other figure in
# ns or µs in the pages for users is one of its figures.
. "$(dirname "$0")/../lib.sh"
needs lua5.4

git -C "$root" diff --quiet HEAD -- docs/benchmarks.md 2>git_says
[ $? -ne 1 ] ||
	skip "docs/benchmarks.md has figures that are not committed, perhaps another machine's"

cd "$root" || exit 1
set -- README.md SECURITY.md docs/ja/usage.md
for page in docs/*.md; do
	case $page in
	docs/benchmarks.md | docs/internals.md) ;; # the source; what was measured when it was built
	*) set -- "$@" "$page" ;;
	esac
done
lua5.4 - "$@" <<'LUA' || fail "a cost that docs/benchmarks.md does not have"
-- Rows by table and name: median, over native. A figure in a sentence is one of what the
-- first tables show over native, or in the targets' brackets.
local told = { ["getpid() by each way"] = true, ["read of 1 byte"] = true, ["access(path)"] = true,
  clock_gettime = true }
local measured, table_name, known = {}, nil, {}
for line in io.lines "docs/benchmarks.md" do
  table_name = line:match "^### (.*), %a+$" or table_name
  local name, median, over = line:match "^| ([^|]*) | ([%d.]+) | [%d.]+ | [%d.]+ | ([-%d.]+) |"
  if name then
    measured[table_name .. ": " .. name] = { median = tonumber(median), over = tonumber(over) }
    local value = tonumber(name == "native" and median or over)
    if told[table_name] then
      known[("%.0f ns"):format(value)] = true
      known[("%.1f us"):format(value / 1000)] = true
      known[("%.2f us"):format(value / 1000)] = true
    end
  end
  -- What a row takes over an unhooked call.
  for value in line:gmatch "%(%+([%d.]+)%)" do known[("%.0f ns"):format(value)] = true end
end

-- The rows of the pages' tables: the row of each column's table, by the label.
local tables = { "getpid() by each way", "read of 1 byte", "start of /bin/true" }
local columns = { getpid = 1, ["read, 1 byte"] = 2, ["start of /bin/true"] = 3,
  ["read、1 バイト"] = 2, ["`/bin/true` の起動"] = 3 }
local START = ", empty script"
local rows = {
  { "native", "native", "native", "native", "ライブラリなし" },
  { "near", "unrelated hook", "near" .. START, "unhooked call", "フックしていない呼び出し" },
  { "near, no SUD", nil, "near, no SUD" .. START,
    "the same with `--no-sud` (without the fallback)", "同じ、`--no-sud`" },
  { nil, "counter", nil, "a counter in C", "C のカウンタ" },
  { nil, "C hook, passing on", nil, "empty C hook", "何もしない C のフック" },
  { "near, empty handler", "empty Lua handler", nil, "empty Lua handler",
    "何もしない Lua のハンドラ" },
  { nil, "handler, 3 arguments + r9", nil,
    "Lua handler that reads three arguments and a register" },
  { "zpoline, no SUD", nil, "zpoline, no SUD" .. START,
    "`--engine=zpoline --no-sud`: unhooked call" },
  { "zpoline, empty handler", nil, nil, "`--engine=zpoline`: empty Lua handler" },
  { "SUD alone", nil, "SUD alone" .. START, "`--engine=sud` (every call by SIGSYS): unhooked call",
    "`--engine=sud`、フックしていない呼び出し" },
  { "seccomp notification", nil, "seccomp notification", "seccomp user notification",
    "seccomp のユーザー通知" },
  { "strace -f", nil, "strace -f", "strace -f" },
}
local by_label = {}
for _, row in ipairs(rows) do
  by_label[row[4]] = row
  if row[5] then by_label[row[5]] = row end
end

local status, in_tables, told_of = 0, 0, 0
local function wrong(...)
  print(string.format(...))
  status = 1
end

local function shown(column, row)
  local of = measured[column .. ": " .. row]
  if not of then return "nothing: no such row" end
  local value = row == "native" and of.median or of.over
  local sign = row == "native" and "" or "+"
  if column == "start of /bin/true" then return ("%s%.1f ms"):format(sign, value / 1000) end
  return ("%s%.0f ns"):format(sign, value)
end

local function cells(line)
  local list = {}
  for cell in line:sub(2):gmatch "([^|]*)|" do list[#list + 1] = cell:match "^%s*(.-)%s*$" end
  return list
end

for _, page in ipairs(arg) do
  local heads, fenced, elsewhere
  for line in io.lines(page) do
    if line:match "^```" then fenced = not fenced end
    -- What was measured elsewhere says so.
    if line:match "^## " then
      elsewhere = line == "## Other tools" or line == "## zpoline との違い"
    end
    local code = fenced or elsewhere or line:match "^    "
    local list = not code and line:match "^|" and cells(line)
    if list and #list > 1 and columns[list[2]] then
      heads = list
    elseif list and heads then
      local is_ruler = line:match "^|%-"
      local row = by_label[list[1]]
      if not row and not is_ruler then
        wrong("%s: the test knows no row '%s'", page, list[1])
      end
      for i = 2, row and #heads or 0 do
        local column = columns[heads[i]]
        local name = column and row[column]
        local is = name and shown(tables[column], name) or ""
        if list[i] ~= is and list[i] ~= "" then
          wrong("%s: %s, %s: '%s', measured is '%s'", page, list[1], heads[i], list[i], is)
        end
        if list[i] ~= "" then in_tables = in_tables + 1 end
      end
    elseif not code then
      heads = nil
      for figure in line:gsub("`[^`]*`", ""):gsub("µ", "u"):gmatch "%d[%d.,]* [nu]s%f[%W]" do
        -- "more than 1 us" is what a SIGSYS costs everywhere.
        if not known[figure] and figure ~= "1 us" then
          wrong("%s: %s is no figure of docs/benchmarks.md", page, figure)
        end
        told_of = told_of + 1
      end
    end
  end
end
if in_tables < 30 or told_of < 8 then
  wrong("only %d figures in tables and %d in sentences", in_tables, told_of)
end
os.exit(status)
LUA
