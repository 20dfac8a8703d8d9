-- SPDX-License-Identifier: MIT OR Apache-2.0
-- hist: how long system calls take, as histograms; measured in C
--
--   zpoline run -s hist -a 'read fsync' -- program
--
--   4711 program: read, 1024 calls
--   1024 calls, 371ns on average
--         [256ns, 512ns)      1010 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
--         [512ns, 1.0us)        14 |@                                       |
--
-- One histogram for each word: a call, or a class such as %file. Without words: read and
-- write. Each process has its own.

local args = require "zpoline.args"
local options = args.read {}
if #options == 0 then options = { "read", "write" } end

local hists = {}
for i, selector in ipairs(options) do hists[i] = zp.hist(selector) end

zp.on("fork", function()
  for _, hist in ipairs(hists) do hist:reset() end
end)

zp.on("exit", function()
  for i, hist in ipairs(hists) do
    local _, calls = hist:get()
    if calls > 0 then
      zp.log("%d %s: %s, %d calls", zp.pid(), zp.comm(), options[i], calls)
      hist:print()
    end
  end
end)
