-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- A budget that a handler takes back does not end the handlers of later calls.
-- run: exec $TEST_TARGETS/threads 1 4
zp.options { budget = 1000 }
local calls, sum = 0, 0
zp.hook("getppid", function()
  calls = calls + 1
  if calls == 1 then
    zp.options { budget = false }
    return
  end
  for i = 1, 10000 do
    sum = sum + i
  end
end)
