-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Paths as text.

local M = {}

--- Without ".", ".." and doubled slashes; symbolic links are not looked at.
function M.normal(path)
  local parts = {}
  for part in path:gmatch "[^/]+" do
    if part == ".." then
      parts[#parts] = nil
    elseif part ~= "." then
      parts[#parts + 1] = part
    end
  end
  return "/" .. table.concat(parts, "/")
end

return M
