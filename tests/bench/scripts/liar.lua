-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The first getpid is true, for the comparison; the others are not.
local calls = 0
zp.hook("getpid", function()
  calls = calls + 1
  return calls > 3 and 1 or nil
end)
