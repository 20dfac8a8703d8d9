-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Figures in a file, as Lua: to write the document again without measuring.

local saved = {}

local function literal(value)
  if type(value) ~= "table" then return ("%q"):format(value) end
  local parts = {}
  for i, item in ipairs(value) do parts[i] = literal(item) end
  local names = {}
  for name in pairs(value) do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    parts[#parts + 1] = ("%s = %s"):format(name, literal(value[name]))
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

function saved.write(path, value)
  local file <close> = assert(io.open(path, "w"))
  assert(file:write("return ", literal(value), "\n"))
end

function saved.read(path)
  return assert(loadfile(path, "t", {}))()
end

return saved
