-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- bench.lua LIBRARY PROGRAMS [OPTION]...: what system calls, starts of programs and
-- programs cost natively, with the library in each of its states, and with other
-- tools. PROGRAMS is the folder of call, spawn and the others.
--
--   --peer NAME='WORDS'   somebody else's interposer beside ours, by the words
--                         that env takes
--   --document FOLDER     write benchmarks.md and benchmarks.svg there
--   --only REGEX          only tasks whose key matches this pattern of Lua's
--   --save FILE           keep the figures
--   --from FILE           figures that were kept; measured is, with --only, what
--                         takes their place
--   --quick               only see that all of it can be measured

local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. package.path

local command = require "command"
local document = require "document"
local figures = require "figures"
local machine = require "machine"
local report = require "report"
local saved = require "saved"
local targets = require "targets"
local tasks = require "tasks"
local variants = require "variants"

local function usage(message)
  io.stderr:write("bench.lua: ", message, "\n")
  os.exit(2)
end

local function options()
  local o = { peers = {} }
  local takes = { document = true, only = true, save = true, from = true, peer = true }
  local i = 3
  while arg[i] do
    local name = arg[i]:match "^%-%-(%l+)$"
    local value = takes[name] and (arg[i + 1] or usage(arg[i] .. " needs a word"))
    if name == "quick" then
      o.quick = true
    elseif name == "peer" then
      local peer, words = value:match "^([^=]+)=(.+)$"
      if not peer then usage("--peer NAME='WORDS'") end
      o.peers[#o.peers + 1] = { name = peer, environment = words }
    elseif value then
      o[name] = value
    else
      usage(("unknown option %s (--peer NAME='WORDS', --document FOLDER, --only REGEX, "
        .. "--save FILE, --from FILE and --quick are known)"):format(arg[i]))
    end
    i = i + (value and 2 or 1)
  end
  return o
end

local function absolute(path)
  return machine.output(("realpath -se '%s'"):format(path)) or usage("no " .. path)
end

-- Measure, printing each table as it is there.
local function measure(o)
  local programs = absolute(arg[2])
  local about, list, said = machine.describe(), {}, {}
  command.set({ library = absolute(arg[1]), programs = programs, here = absolute(here) }, o.quick)
  variants.set(programs, command.zpoline, o.peers)
  about.ahead = command.ahead ~= "" and command.ahead or nil
  about.left_out = {}
  report.machine(about)
  for _, task in ipairs(tasks.list(absolute(here), o.quick)) do
    local result = (not o.only or task.key:find(o.only)) and
      figures.measure(task, function(what, why)
        local line = ("%s (%s)"):format(what, why)
        if said[line] then return end
        said[line] = true
        table.insert(about.left_out, line)
        print("left out: " .. line .. "\n")
      end)
    if result then
      list[#list + 1] = result
      report.task(result)
    end
  end
  about.load_after = machine.load()
  return { about = about, list = list }
end

if not arg[2] then usage("bench.lua LIBRARY PROGRAMS [OPTION]...") end
local o = options()
local kept = o.from and saved.read(o.from)
local run = (not kept or o.only) and measure(o) or kept
local results = {}
for _, result in ipairs(run.list) do results[result.key] = result end
if kept then -- in their order, and behind them what is new
  local list, is_kept = {}, {}
  for i, result in ipairs(kept.list) do
    is_kept[result.key] = true
    list[i] = results[result.key] or result
    results[result.key] = list[i]
  end
  for _, result in ipairs(run.list) do
    if not is_kept[result.key] then list[#list + 1] = result end
  end
  run = { about = kept.about, list = list }
end
report.targets(targets.compare(results))
if o.save then saved.write(o.save, run) end
if o.document then document.write(o.document, run.about, run.list, results) end
