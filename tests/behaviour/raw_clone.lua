-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Counts gettid in all tasks.
local count = 0

zp.hook({ "getpid", "gettid", "write" }, function(regs)
  if regs.name == "gettid" then
    count = count + 1
  end
end)
zp.on("exit", function() zp.log("gettid %d", count) end)
