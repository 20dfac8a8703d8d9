-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: zp\.json: a table that contains itself
zp.hook("openat", function()
  local t = {}
  t.t = t
  zp.log("%s", zp.json.encode(t)) -- wrong
end)
