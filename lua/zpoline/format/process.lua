-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Processes and the machine: clone, wait, limits, scheduling, capabilities.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local signal = require "zpoline.format.signal"
local text = require "zpoline.format.text"
local time = require "zpoline.format.time"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local add = text.add
local process = {}

-- clone ---------------------------------------------------------------------------

local PIDFD, SETTLS, PARENT_SETTID = 0x1000, 0x80000, 0x100000
local CHILD_TID = 0x01200000 -- to set it, to clear it

local function named(name, value)
  return text.as(value, name .. "=" .. text.render(value))
end

function process.clone_stack(value) return named("child_stack", pointer(value)) end

function process.clone_flags(value)
  local flags, exit_signal = value & 0xffffff00, value & 0xff
  local shown = flags ~= 0 and names.flags("clone", flags)
  if exit_signal ~= 0 then
    local last = text.render(signal.number(exit_signal))
    shown = shown and shown .. "|" .. last or last
  end
  return named("flags", shown or "0")
end

function process.clone_parent(value, call)
  local flags = call[1]
  if flags & (PARENT_SETTID | PIDFD) == 0 then return false end
  if pending(call) then return nil end
  return named("parent_tid", call.failed and pointer(value) or basic.ints_at(value, "<i4"))
end

function process.clone_tls(value, call)
  return call[1] & SETTLS ~= 0 and named("tls", pointer(value))
end

function process.clone_child(value, call)
  return call[1] & CHILD_TID ~= 0 and named("child_tidptr", pointer(value))
end

local function clone_answers(flags, pidfd, parent_tid)
  local s = text.struct()
  if flags & PIDFD ~= 0 then add(s, "pidfd", basic.ints_at(pidfd, "<i4")) end
  if flags & PARENT_SETTID ~= 0 then add(s, "parent_tid", basic.ints_at(parent_tid, "<i4")) end
  return #s > 0 and s
end

--- struct clone_args
function process.clone_args(value, call)
  local flags, pidfd, child_tid, parent_tid, exit_signal, stack, size, tls =
    mem.unpack(value, "<i8i8i8i8i8i8i8i8")
  if value == 0 or not flags or call[2] < 64 then return pointer(value) end
  if pending(call) and flags & (PIDFD | PARENT_SETTID) ~= 0 then return nil end
  local s = add(text.struct(), "flags", names.flags("clone", flags))
  if flags & PIDFD ~= 0 then add(s, "pidfd", pointer(pidfd)) end
  if flags & CHILD_TID ~= 0 then add(s, "child_tid", pointer(child_tid)) end
  if flags & PARENT_SETTID ~= 0 then add(s, "parent_tid", pointer(parent_tid)) end
  add(s, "exit_signal", signal.number(exit_signal))
  add(s, "stack", pointer(stack))
  add(s, "stack_size", basic.hex(size))
  if flags & SETTLS ~= 0 then add(s, "tls", pointer(tls)) end
  local answers = not call.failed and clone_answers(flags, pidfd, parent_tid)
  if not answers then return s end
  return text.as(s, text.render(s) .. " => " .. text.render(answers))
end

-- wait ----------------------------------------------------------------------------

local function status(value)
  local sig = value & 0x7f
  if value == 0xffff then
    return "WIFCONTINUED(s)"
  elseif value & 0xff == 0x7f then
    local shown = "WIFSTOPPED(s) && WSTOPSIG(s) == "
      .. text.render(signal.number(value >> 8 & 0x7f))
    return value >> 8 & 0x80 ~= 0 and shown .. " | 0x80" or shown
  elseif sig == 0 then
    return ("WIFEXITED(s) && WEXITSTATUS(s) == %d"):format(value >> 8 & 0xff)
  end
  return ("WIFSIGNALED(s) && WTERMSIG(s) == %s%s"):format(
    text.render(signal.number(sig)), value & 0x80 ~= 0 and " && WCOREDUMP(s)" or "")
end

--- The status that wait4 fills in, if there was somebody.
function process.status(value, call)
  if pending(call) then return nil end
  local number = value ~= 0 and call.ret > 0 and mem.u32(value)
  if not number then return pointer(value) end
  return text.as(number, ("[{%s}]"):format(status(number)))
end

local function usage(address)
  if address == 0 or not mem.read(address, 144) then return pointer(address) end
  return add(add(text.struct(true), "ru_utime", time.val(address)),
    "ru_stime", time.val(address + 16))
end

function process.filled_usage(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or usage(value)
end

--- wait4's: only if there was somebody.
function process.waited_usage(value, call)
  if pending(call) then return nil end
  return call.ret > 0 and usage(value) or pointer(value)
end

function process.which_rusage(value)
  local who = basic.signed(value)
  return names.find("rusage", who) or names.one("rusage", value & 0xffffffff)
end

-- limits --------------------------------------------------------------------------

local function limit(value, endless)
  if value == -1 then return endless end
  if value > 1024 and value % 1024 == 0 then
    return text.as(value, ("%d*1024"):format(value // 1024))
  end
  return basic.size(value)
end

local function limits(address, endless)
  local now, max = mem.unpack(address, "<i8i8")
  if address == 0 or not now then return pointer(address) end
  return add(add(text.struct(), "rlim_cur", limit(now, endless)), "rlim_max",
    limit(max, endless))
end

--- parameter: how "no limit" is called.
function process.limits(value, _, endless) return limits(value, endless) end

function process.filled_limits(value, call, endless)
  if pending(call) then return nil end
  return call.failed and pointer(value) or limits(value, endless)
end

-- the rest ------------------------------------------------------------------------

-- A set of processors of size bytes.
local function processors(address, size)
  local bytes = address ~= 0 and size >= 0 and mem.read(address, math.min(size, 128))
  if not bytes then return pointer(address) end
  local list = {}
  for i = 0, 8 * #bytes - 1 do
    if bytes:byte(i // 8 + 1) >> (i & 7) & 1 ~= 0 then list[#list + 1] = i end
  end
  list.separator = " "
  return text.list(list)
end

function process.processors(value, call, at) return processors(value, call[at]) end

function process.filled_processors(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or processors(value, call.ret)
end

local function utsname(address)
  local fields = {}
  for i = 1, 3 do fields[i] = mem.string(address + 65 * (i - 1), 65) end
  if #fields < 3 then return pointer(address) end
  return add(add(text.struct(true), "sysname", text.bytes(fields[1])), "nodename",
    text.bytes(fields[2]))
end

function process.filled_utsname(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or utsname(value)
end

function process.filled_sysinfo(value, call)
  if pending(call) then return nil end
  local bytes = not call.failed and value ~= 0 and mem.read(value, 112)
  if not bytes then return pointer(value) end
  local v = { ("<i8I8I8I8I8I8I8I8I8I8I2xxxxxxI8I8I4"):unpack(bytes) }
  local s = add(text.struct(), "uptime", v[1])
  add(s, "loads", text.list { v[2], v[3], v[4] })
  for i, name in ipairs { "totalram", "freeram", "sharedram", "bufferram", "totalswap",
    "freeswap", "procs", "totalhigh", "freehigh", "mem_unit" } do
    add(s, name, v[i + 4])
  end
  return s
end

--- struct sched_param
function process.sched_param(value)
  local priority = value ~= 0 and mem.i32(value)
  return priority and text.list { priority } or pointer(value)
end

function process.filled_param(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or process.sched_param(value)
end

local function groups(address, n)
  local list = {}
  if address == 0 then return "NULL" end
  for i = 1, math.min(n, text.BYTES) do
    list[i] = mem.u32(address + 4 * (i - 1))
    if not list[i] then return pointer(address) end
  end
  return text.list(list, n > text.BYTES)
end

function process.groups(value, call, at) return groups(value, basic.signed(call[at])) end

--- getgroups asks with 0 how many there are.
function process.filled_groups(value, call)
  if pending(call) then return nil end
  if call.failed then return pointer(value) end
  return groups(value, call[1] == 0 and 0 or call.ret)
end

--- A scheduling policy as a result: "0 (SCHED_OTHER)".
function process.policy_result(ret)
  return text.as(ret, ("%s (%s)"):format(basic.hex(ret), names.one("sched", ret)))
end

-- A personality and its flags.
local function personality(value)
  local flags = value & 0xffffff00
  local kind = names.one("personality", value & 0xff)
  return flags == 0 and kind or kind .. "|" .. names.flags("personality_flag", flags)
end

--- personality's argument: -1 only asks.
function process.personality(value)
  value = value & 0xffffffff
  return value == 0xffffffff and basic.hex(value) or personality(value)
end

--- The former one: "0 (PER_LINUX)".
function process.personality_result(ret)
  return text.as(ret, ("%s (%s)"):format(basic.hex(ret), personality(ret)))
end

--- What is behind ptrace's request: nothing of the child's own.
function process.traced(value, call, kind)
  local asks = call[1] ~= 0
  return asks and (kind == "pid" and basic.signed(value) or kind ~= "pid" and pointer(value))
end

--- The header of capget and capset.
function process.cap_header(value)
  local version, pid = mem.unpack(value, "<I4i4")
  if value == 0 or not version then return pointer(value) end
  return add(add(text.struct(), "version", names.one("cap_version", version)), "pid", pid)
end

-- A set of capabilities as what it is or-ed from.
local function capabilities(mask)
  if mask == 0 then return "0" end
  local list, left = {}, mask
  for i = 0, 63 do
    local name = mask >> i & 1 ~= 0 and names.find("capability", i)
    if name then
      list[#list + 1] = "1<<" .. name
      left = left & ~(1 << i)
    end
  end
  if left ~= 0 then list[#list + 1] = ("%#x"):format(left) end
  return table.concat(list, "|")
end

local function cap_data(value, call)
  local version = call[1] ~= 0 and mem.u32(call[1])
  local v = value ~= 0 and version and { mem.unpack(value, "<I4I4I4I4I4I4") }
  if not v or not v[1] then return pointer(value) end
  local second = version ~= 0x19980330 and 1 or 0
  local s = text.struct()
  for i, name in ipairs { "effective", "permitted", "inheritable" } do
    add(s, name, capabilities(v[i] | second * v[i + 3] << 32))
  end
  return s
end

function process.cap_data(value, call) return cap_data(value, call) end

function process.filled_caps(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or cap_data(value, call)
end

--- membarrier's answer to a query is a set of commands.
function process.membarrier_result(ret, call)
  if call[1] & 0xffffffff ~= 0 or ret == 0 then return ret end
  return text.as(ret, ("0x%x (%s)"):format(ret, names.flags("membarrier", ret)))
end

return process
