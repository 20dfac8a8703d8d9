-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Counts handlers that were begun and those that came to their end.
local begun, finished, last = 0, 0, nil

zp.hook("*", function(regs)
  begun = begun + 1
  last = regs.name
  local text = ("x"):rep(2000):upper():lower()
  assert(string.format("%s", text) == text)
  finished = finished + 1
end)
zp.on("exit", function()
  assert(last == "exit_group", last)
  print(begun == finished and "begun and finished" or begun - finished)
end)
