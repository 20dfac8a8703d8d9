-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: second
zp.hook("openat", function()
  local guard <close> = setmetatable({}, { __close = function()
    error "second" -- wrong
  end })
  error(guard and "first")
end)
