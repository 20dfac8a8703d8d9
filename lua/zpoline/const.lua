-- SPDX-License-Identifier: MIT OR Apache-2.0
-- zp.const: the constants of the kernel's interface by their names.
local constants = require "zpoline.constants"

-- Letters to insert, drop or change to make b of a; limit or more is limit.
local function distance(a, b, limit)
  if math.abs(#a - #b) >= limit then return limit end
  local above = {}
  for k = 0, #b do above[k] = k end
  for i = 1, #a do
    local diagonal, least = above[0], i
    above[0] = i
    for k = 1, #b do
      local changed = a:byte(i) == b:byte(k) and diagonal or diagonal + 1
      diagonal = above[k]
      above[k] = math.min(changed, above[k] + 1, above[k - 1] + 1)
      least = math.min(least, above[k])
    end
    if least >= limit then return limit end
  end
  return above[#b]
end

local function nearest(name)
  local best, found = math.max(#name // 3 + 1, 3), nil
  local i = 0
  local known = constants.name(i)
  while known do
    local d = distance(name, known, best)
    if d < best then best, found = d, known end
    i = i + 1
    known = constants.name(i)
  end
  return found
end

return setmetatable({}, {
  __index = function(t, name)
    local word = type(name) == "string" and name:match "^[%a_][%w_]*$"
    local value = word and constants.value(word)
    if value then
      rawset(t, name, value)
      return value
    end
    local near = word and nearest(word)
    error(("unknown constant '%s'%s"):format(tostring(name),
      near and (" (did you mean '%s'?)"):format(near) or ""), 2)
  end,
})
