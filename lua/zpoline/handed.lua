-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- What modules have for themselves in the programs that this one executes, whatever
-- environment those are given: require "zpoline.handed". It travels in a variable, which the
-- library takes out of the environment again where it comes in at the exec
-- (src/emulate/exec/handed.c).

local os = require "zpoline.os"
local mem = zp.mem

local M = {}

local VARIABLE = "ZPOLINE_HANDED"

local names, values = {}, {} -- what fn() each name's value is
local given

-- "name=length:value", one behind the other.
local function pack_all()
  local parts = {}
  for i, name in ipairs(names) do
    local value = values[name]()
    parts[i] = ("%s=%d:%s"):format(name, #value, value)
  end
  return table.concat(parts)
end

local function unpack_all(text)
  local all, at = {}, 1
  while true do
    local name, length, from = text:match("^(%w+)=(%d+):()", at)
    if not name then return all end
    at = from + tonumber(length)
    all[name] = text:sub(from, at - 1)
  end
end

local function add(regs)
  local entries = regs.envp == 0 and {} or mem.cstrings(regs.envp)
  if not entries then return end
  local pointers = {}
  for _, entry in ipairs(entries) do
    if entry:sub(1, #VARIABLE + 1) ~= VARIABLE .. "=" then
      pointers[#pointers + 1] = ("j"):pack(mem.put(entry))
    end
  end
  pointers[#pointers + 1] = ("j"):pack(mem.put(VARIABLE .. "=" .. pack_all()))
  regs.envp = mem.put(table.concat(pointers) .. ("j"):pack(0))
end

--- Programs find under that name the value that fn() has when they are exec'd. Not with
--- ZPOLINE_FOLLOW=0.
function M.on(name, fn)
  if os.getenv "ZPOLINE_FOLLOW" == "0" then return end
  if #names == 0 then zp.hook({ "execve", "execveat" }, add) end
  if not values[name] then names[#names + 1] = name end
  values[name] = fn
end

--- What the program that has exec'd this one has given; nil: nothing.
function M.get(name)
  given = given or unpack_all(os.getenv(VARIABLE) or "")
  return given[name]
end

return M
