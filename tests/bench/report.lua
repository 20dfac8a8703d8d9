-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The figures as they are printed.

local figures = require "figures"

local report = {}

-- Three digits that say something.
function report.number(value)
  return ((math.abs(value) < 100 and "%.1f" or "%.0f"):format(value))
end

function report.machine(about)
  print(("%s\n%s, %s, load %s"):format(about.processor, about.kernel, about.system, about.load))
  for _, line in ipairs(about.mitigations) do print("  " .. line) end
  print()
end

function report.task(result)
  print(("%-38s %9s %9s %9s %9s %7s"):format(result.title .. ", " .. result.unit, "median",
    "min", "max", "+native", "ratio"))
  for _, row in ipairs(result.rows) do
    print(("  %-36s %9.1f %9.1f %9.1f %+9.1f %7.2f"):format(row.name,
      figures.median(row.values), figures.least(row), figures.most(row),
      figures.above(result, row), figures.ratio(result, row)))
  end
  print()
end

function report.targets(rows)
  print(("%-52s %-14s %s"):format("", "target", "measured"))
  for _, row in ipairs(rows) do
    print(("%-52s %-14s %s%s"):format(row.what, row.target, row.measured or "not measured here",
      row.measured and not row.met and "  (missed)" or ""))
  end
end

return report
