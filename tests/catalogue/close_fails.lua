-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
zp.hook("openat", function()
  local guard <close> = setmetatable({}, { __close = function()
    error "on purpose" -- wrong
  end })
  return guard and nil
end)
