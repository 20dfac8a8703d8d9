-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: overflow
zp.hook("openat", function()
  local t = {}
  for _ = 1, 100000 do t = { t } end
  zp.log("%s", zp.json.encode(t))
end)
