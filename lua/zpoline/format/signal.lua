-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Signals: numbers, sets, actions, what a signal carries.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local text = require "zpoline.format.text"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local ticks = require("zpoline.format.time").ticks
local add = text.add
local signal = {}

local RTMIN, LAST = 32, 64

--- SIGTERM, SIGRT_2, or the number.
function signal.number(value)
  local n = basic.signed(value)
  if n > RTMIN and n <= LAST then return "SIGRT_" .. n - RTMIN end
  return n > 0 and names.find("signal", n) or n
end

-- A mask of 64 bits: those in it, or those that are not if these are few.
local function set(mask)
  local count, shown = 0, {}
  for i = 0, 63 do count = count + (mask >> i & 1) end
  local negated = count >= 42
  if negated then mask = ~mask end
  for n = 1, LAST do
    if mask >> (n - 1) & 1 ~= 0 then
      shown[#shown + 1] = signal.number(n):sub(4)
    end
  end
  local list = text.list(shown)
  list.separator = " "
  return negated and text.as(add(text.struct(), "all_but", list), "~" .. text.render(list)) or list
end

--- rt_sigtimedwait's result: "10 (SIGUSR1)".
function signal.result(ret)
  return text.as(ret, ("%d (%s)"):format(ret, signal.number(ret)))
end

local function set_at(address)
  local mask = address ~= 0 and mem.u64(address)
  return mask and set(mask) or pointer(address)
end

--- A set that the program gives; parameter: the argument with its size.
function signal.set(value, call, at)
  return at and call[at] ~= 8 and pointer(value) or set_at(value)
end

function signal.filled_set(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or set_at(value)
end

local function action(address)
  local handler, flags, restorer, mask = mem.unpack(address, "<i8i8i8i8")
  if address == 0 or not handler then return pointer(address) end
  local s = add(text.struct(), "sa_handler", names.find("sig_handler", handler)
    or pointer(handler))
  add(s, "sa_mask", set(mask))
  add(s, "sa_flags", names.flags("sa", flags & 0xffffffff))
  return flags & 0x4000000 ~= 0 and add(s, "sa_restorer", pointer(restorer)) or s
end

function signal.action(value) return action(value) end

function signal.filled_action(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or action(value)
end

local function stack(address)
  local sp, flags, size = mem.unpack(address, "<i8i4xxxxi8")
  if address == 0 or not sp then return pointer(address) end
  local s = add(text.struct(), "ss_sp", pointer(sp))
  add(s, "ss_flags", names.flags("ss", flags & 0xffffffff))
  return add(s, "ss_size", basic.size(size))
end

function signal.stack(value) return stack(value) end

function signal.filled_stack(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or stack(value)
end

-- What si_code means with which signal.
local codes = {
  SIGCHLD = "chld_code", SIGSEGV = "segv_code", SIGFPE = "fpe_code",
  SIGILL = "ill_code", SIGBUS = "bus_code", SIGTRAP = "trap_code",
}

local function code(number, value)
  local group = codes[number]
  return value > 0 and group and names.find(group, value)
    or names.find("si_code", value) or value
end

local function child(s, bytes, value)
  local pid, uid, status, _, user, sys = ("<i4I4i4i4i8i8"):unpack(bytes, 17)
  add(add(s, "si_pid", pid), "si_uid", uid)
  add(s, "si_status", value == "CLD_EXITED" and status or signal.number(status))
  return add(add(s, "si_utime", ticks(user)), "si_stime", ticks(sys))
end

-- union sigval
local function signal_value(data)
  return add(add(text.struct(), "sival_int", basic.signed(data)), "sival_ptr", pointer(data))
end

local function sender(s, bytes, value)
  local pid, uid, data = ("<i4I4i8"):unpack(bytes, 17)
  add(add(s, "si_pid", pid), "si_uid", uid)
  if value == "SI_QUEUE" and data ~= 0 then add(s, "si_value", signal_value(data)) end
  return s
end

local faults = { SIGSEGV = true, SIGFPE = true, SIGILL = true, SIGBUS = true, SIGTRAP = true }

local function info(address)
  local bytes = address ~= 0 and mem.read(address, 128)
  if not bytes then return pointer(address) end
  local n, errno, value = ("<i4i4i4"):unpack(bytes)
  if n == 0 and errno == 0 and value == 0 then return text.struct() end
  local number = signal.number(n)
  local s = add(text.struct(), "si_signo", number)
  local shown = code(number, value)
  add(s, "si_code", shown)
  if errno ~= 0 then add(s, "si_errno", zp.errno[errno] or errno) end
  if value > 0 and number == "SIGCHLD" then return child(s, bytes, shown) end
  if value > 0 and value < 0x80 and faults[number] then
    return add(s, "si_addr", pointer((("<i8"):unpack(bytes, 17))))
  end
  if value == 0 or value == -1 or value == -6 then return sender(s, bytes, shown) end
  s.more = true
  return s
end

function signal.info(value) return info(value) end

function signal.filled_info(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or info(value)
end

--- struct sigevent, timer_create's: what happens.
function signal.event(value)
  local data, number, notify, thread = mem.unpack(value, "<i8i4i4i4")
  if value == 0 or not data then return pointer(value) end
  local s = text.struct()
  if data ~= 0 then add(s, "sigev_value", signal_value(data)) end
  add(s, "sigev_signo", signal.number(number))
  add(s, "sigev_notify", names.one("sigev", notify & 0xffffffff))
  return notify == 4 and add(s, "sigev_notify_thread_id", thread) or s
end

--- What pselect6 has behind its last argument: a set and its size.
function signal.sized_set(value)
  local mask, size = mem.unpack(value, "<i8i8")
  if value == 0 or not mask then return pointer(value) end
  return add(add(text.struct(), "sigmask", set_at(mask)), "sigsetsize", size)
end

--- rt_sigreturn: the mask of the frame that the stack pointer is at.
function signal.frame(_, call)
  local mask = mem.u64(call.regs.rsp + 296)
  return mask and add(text.struct(), "mask", set(mask)) or false
end

return signal
