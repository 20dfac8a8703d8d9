-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: zp\.json: a function cannot be encoded
zp.hook("openat", function()
  zp.log("%s", zp.json.encode { print }) -- wrong
end)
