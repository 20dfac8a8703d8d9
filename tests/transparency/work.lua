-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Every call, before and after, and every signal that the program handles: tables,
-- strings, numbers in vector registers, errors caught, the program's memory, the
-- collector.
local seen = false
local calls = 0

local function work(regs)
  local words = {}
  for i = 1, 8 do words[i] = ("%s %d %.3f"):format(regs.name, i, math.sin(i) ^ 2) end
  table.sort(words)
  local ok, message = pcall(error, { table.concat(words, "\0") })
  assert(not ok and message[1]:find(regs.name, 1, true))
  local bytes, why = zp.mem.read(regs.rsi, 16)
  assert(bytes and #bytes == 16 or why == "EFAULT")
end

zp.on("signal", function(signo, info)
  assert(info.name:find "^SIG" and signo > 0)
  work { name = info.name, rsi = info.rip }
end)

zp.hook("*", {
  enter = function(regs)
    if not seen then
      seen = true
      print "hooked"
    end
    calls = calls + 1
    work(regs)
    regs.data = regs.nr
  end,
  exit = function(regs, ret)
    assert(regs.data == regs.nr and regs.ret == ret)
    work(regs)
    if calls % 64 == 0 then collectgarbage "step" end
  end,
})
