-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Makes garbage, scratch memory and errors at each call.
local calls = 0

zp.hook("getppid", {
  enter = function(regs)
    calls = calls + 1
    local text = ("x"):rep(calls % 3000)
    regs.data = { text = text, copy = text:upper() }
    assert(zp.mem.read(zp.mem.put(text), #text) == text)
    if calls % 100 == 0 then
      zp.mem.put(("y"):rep(200000))
    end
  end,
  exit = function(regs) assert(#regs.data.copy == calls % 3000) end,
})
zp.hook("getppid", function() error({}) end)
zp.on("exit", function() zp.log("%d calls", calls) end)
