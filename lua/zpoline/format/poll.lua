-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Waiting for descriptors: poll, select, epoll.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local text = require "zpoline.format.text"
local time = require "zpoline.format.time"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local add = text.add
local poll = {}

--- struct pollfd: what is asked for.
function poll.fds(value, call, at)
  local list, n = {}, call[at] & 0xffffffff
  if value == 0 then return "NULL" end
  for i = 1, math.min(n, text.BYTES) do
    local fd, events = mem.unpack(value + 8 * (i - 1), "<i4I2")
    if not fd then return pointer(value) end
    local s = add(text.struct(), "fd", basic.fd(fd, call))
    list[i] = fd < 0 and s or add(s, "events", names.flags("poll", events))
  end
  return text.list(list, n > text.BYTES)
end

-- What has happened, by descriptor.
local function happened(call)
  local list = {}
  for i = 1, math.min(call[2] & 0xffffffff, 4096) do
    local fd, revents = mem.unpack(call[1] + 8 * (i - 1), "<i4xxI2")
    if not fd then return nil end
    if revents ~= 0 then
      if #list == text.BYTES then return text.list(list, true) end
      list[#list + 1] = add(add(text.struct(), "fd", fd), "revents",
        names.flags("poll", revents))
    end
  end
  return text.list(list)
end

function poll.result(ret, call)
  if ret == 0 then return text.as(0, "0 (Timeout)") end
  local list = happened(call)
  return list and text.as(ret, ("%d (%s)"):format(ret, text.render(list))) or ret
end

function poll.timed_result(ret, call)
  if ret == 0 then return text.as(0, "0 (Timeout)") end
  local list = happened(call)
  local left = call[3] ~= 0 and ", left " .. text.render(time.spec(call[3])) or ""
  return list and text.as(ret, ("%d (%s%s)"):format(ret, text.render(list), left)) or ret
end

-- Descriptors of a set that are looked at.
local SET_BITS = 1024

-- The descriptors in a set of select's. call: to show them with their paths.
local function members(address, n, call)
  local list = {}
  n = basic.least(n, SET_BITS)
  local bytes = mem.read(address, (n + 7) // 8)
  if not bytes then return nil end
  for fd = 0, n - 1 do
    if bytes:byte(fd // 8 + 1) >> (fd & 7) & 1 ~= 0 then
      list[#list + 1] = call and basic.fd(fd, call) or fd
    end
  end
  list.separator = " "
  return text.list(list)
end

function poll.set(value, call)
  local n = basic.signed(call[1])
  return value ~= 0 and n >= 0 and members(value, n, call) or pointer(value)
end

local function select_result(ret, call, at)
  if ret == 0 then return text.as(0, "0 (Timeout)") end
  local parts = {}
  for i, word in ipairs { "in ", "out ", "except " } do
    local list = call[i + 1] ~= 0 and members(call[i + 1], basic.signed(call[1]))
    if list and #list > 0 then parts[#parts + 1] = word .. text.render(list) end
  end
  if call[5] ~= 0 then parts[#parts + 1] = "left " .. text.render(at(call[5])) end
  return text.as(ret, ("%d (%s)"):format(ret, table.concat(parts, ", ")))
end

function poll.select_result(ret, call) return select_result(ret, call, time.val) end
function poll.pselect_result(ret, call) return select_result(ret, call, time.spec) end

-- struct epoll_event is packed.
local function event(address)
  local events, low, high = mem.unpack(address, "<I4I4I4")
  if not events then return nil end
  local data = add(add(text.struct(), "u32", low), "u64", basic.size(high << 32 | low))
  return add(add(text.struct(), "events", names.flags("epoll", events)), "data", data)
end

--- epoll_ctl's event: none to delete.
function poll.event(value, call)
  local deletes = call[2] & 0xffffffff == 2
  return not deletes and value ~= 0 and event(value) or pointer(value)
end

function poll.filled_events(value, call)
  if pending(call) then return nil end
  if call.failed then return pointer(value) end
  local list = {}
  for i = 1, math.min(call.ret, text.BYTES) do
    local one = event(value + 12 * (i - 1))
    if not one then return pointer(value) end
    list[i] = one
  end
  return text.list(list, call.ret > text.BYTES)
end

return poll
