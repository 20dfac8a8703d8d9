-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- prctl and arch_prctl: what their arguments are, by option.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local signal = require "zpoline.format.signal"
local text = require "zpoline.format.text"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local prctl = {}

local function number(value) return basic.size(value) end

-- A thread's name: 15 bytes are taken.
local function comm(value)
  local s = value ~= 0 and mem.string(value, 16)
  return s and text.bytes(s:sub(1, 15), #s > 15) or pointer(value)
end

local dumpable = { [0] = "SUID_DUMP_DISABLE", "SUID_DUMP_USER", "SUID_DUMP_ROOT" }

-- By option, what its arguments are; those that are not named are not there.
local options = {
  PR_SET_NAME = { comm },
  PR_GET_NAME = { function(value, call)
    if pending(call) then return nil end
    return call.failed and pointer(value) or comm(value)
  end },
  PR_SET_PDEATHSIG = { signal.number },
  PR_GET_PDEATHSIG = { function(value, call)
    if pending(call) then return nil end
    local n = not call.failed and mem.u32(value)
    return n and text.list { signal.number(n) } or pointer(value)
  end },
  PR_SET_DUMPABLE = { function(value) return dumpable[value] or basic.hex(value) end },
  PR_GET_DUMPABLE = {}, PR_GET_KEEPCAPS = {}, PR_SET_KEEPCAPS = { number },
  PR_GET_SECCOMP = {}, PR_GET_TIMERSLACK = {}, PR_SET_TIMERSLACK = { number },
  PR_GET_SECUREBITS = {},
  PR_CAPBSET_READ = { function(value) return names.one("capability", value) end },
  PR_CAPBSET_DROP = { function(value) return names.one("capability", value) end },
  PR_SET_CHILD_SUBREAPER = { number },
  PR_SET_NO_NEW_PRIVS = { number, basic.hex, basic.hex, basic.hex },
  PR_GET_NO_NEW_PRIVS = { basic.hex, basic.hex, basic.hex, basic.hex },
  PR_SET_THP_DISABLE = { number, basic.hex, basic.hex, basic.hex },
  PR_CAP_AMBIENT = {
    function(value) return names.one("prctl_cap_ambient", value) end,
    function(value, call)
      local clears = call[2] == 4
      return clears and basic.hex(value) or names.one("capability", value)
    end, basic.hex, basic.hex,
  },
  PR_SET_VMA = {
    function(value) return value == 0 and "PR_SET_VMA_ANON_NAME" or basic.hex(value) end,
    pointer, basic.size, basic.string,
  },
}

--- parameter: which of the arguments behind the option.
function prctl.argument(value, call, at)
  local list = options[names.find("prctl", call[1] & 0xffffffff)]
  if not list then return basic.hex(value) end
  if not list[at] then return false end
  return list[at](value, call)
end

function prctl.result(ret, call)
  local name = names.find("prctl", call[1] & 0xffffffff) == "PR_GET_DUMPABLE" and dumpable[ret]
  return name and text.as(ret, ("%d (%s)"):format(ret, name)) or ret
end

--- arch_prctl's address: where the kernel stores it, or itself.
function prctl.arch_address(value, call)
  local name = names.find("arch_prctl", call[1] & 0xffffffff)
  if name == "ARCH_GET_FS" or name == "ARCH_GET_GS" then
    if pending(call) then return nil end
    local found = not call.failed and mem.u64(value)
    return found and text.list { pointer(found) } or pointer(value)
  end
  return name and name:find "^ARCH_SET_[FG]S$" and pointer(value) or basic.hex(value)
end

return prctl
