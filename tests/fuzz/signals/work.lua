-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Signals come while it is busy, before the call and after it.
local function work()
  local words = {}
  for i = 1, 40 do words[i] = ("%d %.2f"):format(i * 7919 % 101, i / 3) end
  table.sort(words)
end

zp.on("signal", function(signo, info)
  assert(signo > 0 and info.name:find "^SIG")
  work()
end)
zp.hook("*", {
  enter = function(regs)
    work()
    regs.data = regs.nr
  end,
  exit = function(regs)
    assert(regs.data == regs.nr)
    work()
  end,
})
