-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Replaces its hook by one with another filter, time and again.
local wrong, right, changes = 0, 0, 0
local hook

local function replace(fd)
  if hook then hook:remove() end
  hook = zp.hook("close", { fd = fd }, function(regs)
    if regs.fd == fd then right = right + 1 else wrong = wrong + 1 end
  end)
end

-- The last calls find a filter that stays.
zp.hook("fsync", function()
  changes = changes + 1
  if changes < 30000 then replace(90 + changes % 2) end
  return 0
end)
zp.on("exit", function() print(wrong, changes > 100) end)
