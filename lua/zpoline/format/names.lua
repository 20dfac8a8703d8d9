-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Numbers as the names of constants: one of a group, or several of them or-ed.
-- The groups are those of zpoline.constants.

local constants = "\n" .. require "zpoline.constants"

local names = {}

-- What to say of a number that a group of this prefix lacks, as in
-- "0x63 /* MADV_??? */"; no entry: the group's first word up to the _.
local prefixes = {
  sig_how = "SIG", wait_which = "P", fadvise = "POSIX_FADV", epoll_ctl = "EPOLL_CTL",
  membarrier = "MEMBARRIER_CMD", unshare = "CLONE", sched = "SCHED",
  cap_version = "_LINUX_CAPABILITY_VERSION", lock = "F", lease = "F",
  prctl_cap_ambient = "PR_CAP_AMBIENT", inotify_init = "IN",
}

-- Combinations of flags that a group remembers.
local REMEMBERED = 500

-- A group: its names in order with their values, and the first name of each.
local function load(group)
  local words = assert(constants:match("\n" .. group .. " (.-)\n%f[%w.]"), group)
  local list = { by_value = {}, combined = {}, room = REMEMBERED, prefix = prefixes[group] }
  for name, hex in words:gmatch "([%w_]+)=(%x+)" do
    local value = tonumber(hex, 16)
    list[#list + 1] = { name, value }
    list.prefix = list.prefix or name:match "^(%u+)_" or name
    list.by_value[value] = list.by_value[value] or name
  end
  return list
end

local groups = setmetatable({}, {
  __index = function(t, group)
    t[group] = load(group)
    return t[group]
  end,
})

--- The name of value in a group, or nil.
function names.find(group, value)
  return groups[group].by_value[value]
end

--- The same, or the number with a remark that it has no name.
function names.one(group, value)
  local list = groups[group]
  return list.by_value[value]
    or ("0x%x /* %s_??? */"):format(value, list.prefix)
end

local function flags(list, value)
  if value == 0 then return "0" end
  local found, left = {}, value
  for _, entry in ipairs(list) do
    local bits = entry[2]
    if bits ~= 0 and left & bits == bits then
      found[#found + 1] = entry[1]
      left = left & ~bits
    end
  end
  if #found == 0 then
    return ("0x%x /* %s_??? */"):format(value, list.prefix)
  end
  if left ~= 0 then found[#found + 1] = ("0x%x"):format(left) end
  return table.concat(found, "|")
end

--- Flags, or-ed: "A|B|0x40". What is left when all have been named is a number.
-- Nothing set: the name of 0, if the group has one, or "0".
function names.flags(group, value)
  local list = groups[group]
  local known = list.by_value[value] or list.combined[value]
  if known then return known end
  local text = flags(list, value)
  if list.room > 0 then
    list.combined[value] = text
    list.room = list.room - 1
  end
  return text
end

--- The value of a constant by its name in any group, or nil.
function names.value(name)
  local hex = constants:match("[ ]" .. name .. "=(%x+)")
  return hex and tonumber(hex, 16)
end

--- All names there are, each once or more.
function names.all()
  return constants:gmatch "[ ]([%a_][%w_]*)="
end

return names
