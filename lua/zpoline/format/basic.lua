-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Numbers, addresses, strings and buffers.
--
-- Like all modules of this folder it returns functions by the name of what
-- they decode, f(value, call, parameter): value is the argument's register,
-- call as format.lua makes it, parameter what calls.lua writes behind the name.
-- They return a decoded value (text.lua); nil while the kernel has still to fill
-- it in; false for an argument that this call does not have.

local names = require "zpoline.format.names"
local text = require "zpoline.format.text"

local mem = zp.mem
local basic = {}

-- Before the call: what the kernel fills in is not there yet.
local function pending(call)
  return call.ret == nil
end
basic.pending = pending

function basic.pointer(value)
  return value == 0 and "NULL" or ("0x%x"):format(value)
end
local pointer = basic.pointer

function basic.signed(value)
  value = value & 0xffffffff
  return value < 0x80000000 and value or value - 0x100000000
end
local signed = basic.signed

function basic.unsigned(value) return value & 0xffffffff end

--- 64 bits with a sign.
function basic.long(value) return value end

--- 64 bits without.
function basic.size(value)
  return value >= 0 and value or ("%d%d"):format((value >> 1) // 5, value - (value >> 1) // 5 * 10)
end

function basic.hex(value) return value == 0 and "0" or ("0x%x"):format(value) end
function basic.hex32(value) return ("%#x"):format(value & 0xffffffff) end

--- 0644, as umask and chmod take it.
function basic.octal(value)
  local digits = ("%o"):format(value & 0xffff)
  return ("0"):rep(#digits < 3 and 3 - #digits or 1) .. digits
end

--- A user or group: -1 is "leave it".
function basic.id(value)
  value = value & 0xffffffff
  return value == 0xffffffff and -1 or value
end

--- A descriptor; with what it is open on if that is asked for.
function basic.fd(value, call)
  local fd = signed(value)
  local path = call.paths and fd >= 0 and zp.fd.path(fd)
  if not path then return fd end
  local kept, gone = path:match "^(.*) (%(deleted%))$"
  return text.as(fd, ("%d<%s>%s"):format(fd, kept or path, gone or ""))
end

local PATH_MAX = 4096
local buffer

local function working_directory()
  buffer = buffer or mem.alloc(PATH_MAX)
  local n = zp.syscall("readlink", "/proc/thread-self/cwd", buffer, PATH_MAX)
  return n > 0 and mem.read(buffer, n)
end

--- A descriptor, or where the process is.
function basic.dirfd(value, call)
  local fd = signed(value)
  if fd ~= -100 then return basic.fd(value, call) end
  local path = call.paths and working_directory()
  return path and text.as(fd, ("AT_FDCWD<%s>"):format(path)) or "AT_FDCWD"
end

--- A path: all of it.
function basic.path(value)
  local s = value ~= 0 and mem.string(value, 4096)
  return s and text.bytes(s) or pointer(value)
end

--- Another string that ends with a NUL: the beginning of it.
function basic.string(value)
  local s = value ~= 0 and mem.string(value, text.BYTES + 1)
  if not s then return pointer(value) end
  return text.bytes(s:sub(1, text.BYTES), #s > text.BYTES)
end

--- n, which has no sign, but at most limit.
function basic.least(n, limit)
  return math.ult(n, limit) and n or limit
end

--- n bytes at address, made a value by text.bytes or make.
function basic.read(address, n, make)
  local shown = basic.least(n, text.BYTES)
  local s = address ~= 0 and mem.read(address, shown)
  return s and (make or text.bytes)(s, n ~= shown) or pointer(address)
end

--- Bytes that the program hands over; parameter: the argument with their number.
function basic.bytes(value, call, at)
  return basic.read(value, call[at])
end

--- Bytes that the kernel fills in: the result says how many.
function basic.filled(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or basic.read(value, call.ret)
end

--- The same; room for nothing, in argument at, only asks how much there is.
function basic.filled_list(value, call, at)
  return call[at] == 0 and pointer(value) or basic.filled(value, call)
end

--- The same in hex.
function basic.filled_hex(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or basic.read(value, call.ret, text.hex)
end

--- A string that the kernel fills in, with a NUL.
function basic.filled_path(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or basic.path(value)
end

--- Integers in memory by a string.pack format, as a list.
function basic.ints_at(address, format)
  local values = address ~= 0 and table.pack(mem.unpack(address, format))
  if not values or values[1] == nil then return pointer(address) end
  return text.list(values)
end

--- One or more that the program hands over: "[3]".
function basic.ints(value, _, format)
  return basic.ints_at(value, format)
end

--- The same that the kernel fills in.
function basic.filled_ints(value, call, format)
  if pending(call) then return nil end
  return call.failed and pointer(value) or basic.ints_at(value, format)
end

--- Two descriptors that the kernel makes.
function basic.filled_fds(value, call)
  if pending(call) then return nil end
  local first, second = mem.unpack(value, "<i4i4")
  if call.failed or not first then return pointer(value) end
  return text.list { basic.fd(first, call), basic.fd(second, call) }
end

--- An offset that the kernel moves: "[0] => [10]".
function basic.moved(value, call, at)
  local now = value ~= 0 and mem.i64(value)
  if not now then return pointer(value) end
  if pending(call) then
    call.before[at] = now
    return nil
  end
  local before = call.before[at] or now
  if before == now then return text.list { now } end
  return text.as(text.list { before, now }, ("[%d] => [%d]"):format(before, now))
end

--- argv.
function basic.words(value)
  local list = {}
  for i = 0, text.BYTES do
    local p = mem.ptr(value + 8 * i)
    if not p then return pointer(value) end
    if p == 0 then return text.list(list) end
    if i == text.BYTES then return text.list(list, true) end
    list[i + 1] = basic.string(p)
  end
end

--- envp: how many there are.
function basic.environment(value)
  local n = 0
  while true do
    local p = mem.ptr(value + 8 * n)
    if not p then return pointer(value) end
    if p == 0 then break end
    n = n + 1
  end
  return ("%s /* %d %s */"):format(pointer(value), n, n == 1 and "var" or "vars")
end

--- An array of n iovec. left: how many bytes there are in all the buffers
-- together; nil: they are full.
function basic.iovecs(address, n, left)
  local list = {}
  if address == 0 then return "NULL" end
  if n < 0 or n > 1024 then return pointer(address) end
  for i = 1, math.min(n, text.BYTES) do
    local base, len = mem.unpack(address + 16 * (i - 1), "<i8i8")
    if not base then return i == 1 and pointer(address) or text.list(list, true) end
    local has = len
    if left then
      has = basic.least(len, left)
      left = left - has
    end
    list[i] = text.add(text.add(text.struct(), "iov_base", basic.read(base, has)),
      "iov_len", basic.size(len))
  end
  return text.list(list, n > text.BYTES)
end

function basic.iov(value, call, at)
  return basic.iovecs(value, call[at])
end

function basic.filled_iov(value, call, at)
  if pending(call) then return nil end
  return call.failed and pointer(value) or basic.iovecs(value, call[at], call.ret)
end

--- One of a group, flags of a group: calls.lua writes =group and |group.
function basic.one(value, _, group)
  return names.one(group, value & 0xffffffff)
end

function basic.flags(value, _, group)
  return names.flags(group, value & 0xffffffff)
end

--- An argument that is not shown.
function basic.hidden() return false end

return basic
