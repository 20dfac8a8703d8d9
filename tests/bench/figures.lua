-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Measuring, and what the numbers say. All variants of a task run in turn, round
-- after round: what slows the machine down slows all of them. Differences and
-- ratios are medians over those within a round.
--
-- The figures of a task: key, title, unit, rounds, load meanwhile, and rows in the
-- order of the variants, each with its name and its value in each round.

local command = require "command"
local machine = require "machine"

local figures = {}

-- The number that the command prints.
local function value_of(line)
  local text = machine.output(line)
  local value = tonumber(text)
  if not value then error(("%s: failed, or printed '%s'"):format(line, text), 0) end
  return value
end

-- Those variants that can be run here. left_out(what, why): the others.
local function present(task, left_out)
  local list = {}
  for _, v in ipairs(task.variants) do
    local why = command.lacks(v)
    if why then left_out(v.name, why) else list[#list + 1] = v end
  end
  return list
end

-- Returns nil if the task needs what is not there.
function figures.measure(task, left_out)
  for _, program in ipairs { task.needs, task.also } do
    if not machine.has(program) then
      return left_out(task.title, program .. " is not installed")
    end
  end
  local list = present(task, left_out)
  local load = machine.load()
  local result = { key = task.key, title = task.title, unit = task.unit, rounds = task.rounds,
    rows = {} }
  for i, v in ipairs(list) do result.rows[i] = { name = v.name, values = {} } end
  for _ = 1, task.rounds do
    for i, v in ipairs(list) do
      local values = result.rows[i].values
      local share = task.share and task.share(v) or 1
      values[#values + 1] = value_of(task.command(v)) / share
    end
  end
  result.load = ("%s at the start, %s at the end"):format(load, machine.load())
  return result
end

function figures.median(list)
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted)
  return sorted[(#sorted + 1) // 2]
end

local function against(row, other, fn)
  local list = {}
  for i, value in ipairs(row.values) do list[i] = fn(value, other.values[i]) end
  return figures.median(list)
end

-- The row of that name; nil: it was left out.
function figures.row(result, name)
  for _, row in ipairs(result and result.rows or {}) do
    if row.name == name then return row end
  end
end

-- What it takes more than natively; other: than in that row.
function figures.above(result, row, other)
  return against(row, other or result.rows[1], function(a, b) return a - b end)
end

-- How many times what it takes natively.
function figures.ratio(result, row, other)
  return against(row, other or result.rows[1], function(a, b) return a / b end)
end

-- The same of the least values: what is left when nothing else runs.
function figures.least_above(result, row, other)
  return figures.least(row) - figures.least(other or result.rows[1])
end

function figures.least_ratio(result, row, other)
  return figures.least(row) / figures.least(other or result.rows[1])
end

function figures.least(row) return math.min(table.unpack(row.values)) end
function figures.most(row) return math.max(table.unpack(row.values)) end

return figures
