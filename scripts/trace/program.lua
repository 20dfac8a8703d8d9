-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What execve was given to make this program, for trace.lua.

local file = require "inner.file"

local AT_EXECFN, AT_NULL = 31, 0
local M = {}

--- The path.
function M.name_given()
  local auxv = file.read "/proc/self/auxv" or ""
  for at = 1, #auxv - 15, 16 do
    local kind, value = ("i8i8"):unpack(auxv, at)
    if kind == AT_EXECFN then return zp.mem.string(value) end
    if kind == AT_NULL then break end
  end
  return zp.exe() or "?"
end

--- The arguments, a list.
function M.words()
  local list = {}
  for word in (file.read "/proc/self/cmdline" or ""):gmatch "([^\0]*)\0" do
    list[#list + 1] = word
  end
  return list
end

--- How many variables the environment had.
function M.variables()
  local _, n = (file.read "/proc/self/environ" or ""):gsub("\0", "")
  return n
end

return M
