-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Handlers that wait for results, and have something on their stacks meanwhile.
local function work(regs)
  local list = {}
  for i = 1, 50 do list[i] = "k" .. i end
  local result = regs:call()
  for i = 1, 50 do assert(list[i] == "k" .. i) end
  return result
end

zp.hook("getppid", work)
zp.hook("read", work)
