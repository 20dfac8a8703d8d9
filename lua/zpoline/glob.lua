-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Patterns of * (any bytes, "/" among them) and ? (one byte), as the filters have them.

local M = {}

--- The pattern as one of Lua's.
function M.pattern(glob)
  return "^" .. glob:gsub("[^%w%s*?]", "%%%0"):gsub("%*", ".*"):gsub("%?", ".") .. "$"
end

--- A function that tells of a text whether it matches.
function M.matcher(glob)
  local pattern = M.pattern(glob)
  return function(text) return text:find(pattern) ~= nil end
end

return M
