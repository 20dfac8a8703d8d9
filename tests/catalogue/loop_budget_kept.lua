-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- The budget is each call's, also in a coroutine that runs a little in each.
-- run: exec $TEST_TARGETS/threads 1 100
zp.options { budget = 10000 }
local part
zp.hook("getppid", function()
  part = part or coroutine.wrap(function()
    while true do
      for _ = 1, 3000 do end
      coroutine.yield()
    end
  end)
  part()
end)
