-- SPDX-License-Identifier: MIT OR Apache-2.0
-- hist: how long system calls take, as histograms; measured in C
--
--   zpoline run -s hist -a 'read fsync' -- program
--   zpoline run -s hist -a 'read by=fd' -- program      one for each descriptor
--
--   4711 program: read, 1024 calls
--   1024 calls, 371ns on average
--         [256ns, 512ns)      1010 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
--         [512ns, 1.0us)        14 |@                                       |
--
-- One histogram for each word: a call, or a class such as %file. Without words: read and
-- write. by= names what calls are told apart by, as in zp.count: path, fd, comm, syscall,
-- errno, tid or an argument. Each process has its own.

local args = require "zpoline.args"
local options = args.read { by = {} }
if #options == 0 then options[1], options[2] = "read", "write" end
local by = #options.by > 0 and { by = options.by } or nil

local hists = {}
for i, selector in ipairs(options) do hists[i] = zp.hist(selector, nil, by) end

zp.on("fork", function()
  for _, hist in ipairs(hists) do hist:reset() end
end)

-- How many calls it has counted.
local function count(hist)
  if not by then return select(2, hist:get()) end
  local rows, other = hist:rows()
  local calls = other and other.calls or 0
  for _, row in ipairs(rows) do calls = calls + row.calls end
  return calls
end

zp.on("exit", function()
  for i, hist in ipairs(hists) do
    local calls = count(hist)
    if calls > 0 then
      zp.log("%d %s: %s, %d calls", zp.pid(), zp.comm(), options[i], calls)
      hist:print()
    end
  end
end)
