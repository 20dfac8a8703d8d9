-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Handlers that use all that Lua has.
local handled = 0

local function work(n)
  local words = {}
  for word in ("the quick brown fox jumps over it"):gmatch("%a+") do
    words[#words + 1] = word:upper():rep(20)
  end
  table.sort(words, function(a, b) return a > b end)
  local x = math.sin(n) ^ 2.5 + math.exp(n % 10) + math.fmod(n, 3.7)
  local text = string.format("%5.3f %s %x %q %a", x, words[1], n, "\0", x)
  assert(#text > 40 and tonumber("1.5e10") == 1.5e10)
  assert(string.pack("<d", x):len() == 8 and #table.concat(words) > 100)
end

zp.hook("getpid", {
  enter = function() work(handled) end,
  exit = function()
    handled = handled + 1
    work(handled)
  end,
})
zp.on("exit", function() zp.log("handled %d", handled) end)
