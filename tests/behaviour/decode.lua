-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Prints each call as JSON, before and after it.
local function show(phase)
  return function(regs)
    print(phase .. " " .. zp.json.encode(zp.decode(regs)))
  end
end
zp.hook("*", { enter = show "enter", exit = show "exit" })
