-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Sockets: kinds, addresses, messages, options.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local text = require "zpoline.format.text"
local time = require "zpoline.format.time"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local add = text.add
local net = {}

--- SOCK_STREAM|SOCK_CLOEXEC
function net.type(value)
  value = value & 0xffffffff
  local kind = names.find("sock_type", value & 0xf)
  local rest = value & ~0xf
  if not kind then return names.flags("sock_flag", value) end
  return rest == 0 and kind or kind .. "|" .. names.flags("sock_flag", rest)
end

--- A socket's protocol, by its domain.
function net.protocol(value, call)
  local domain = names.find("family", call[1] & 0xffffffff)
  value = value & 0xffffffff
  if domain == "AF_INET" or domain == "AF_INET6" then
    return names.one("ipproto", value)
  elseif domain == "AF_NETLINK" then
    return names.one("netlink", value)
  elseif domain == "AF_PACKET" then
    local kind = (value & 0xff) << 8 | value >> 8 & 0xff
    return ("htons(%s)"):format(names.one("ethernet", kind))
  end
  return basic.signed(value)
end

-- addresses ---------------------------------------------------------------------

local function port(n)
  return text.as(n, ("htons(%d)"):format(n))
end

local function dotted(bytes)
  return ("%d.%d.%d.%d"):format(bytes:byte(1, 4))
end

-- The longest run of at least two zero words as its place and length.
local function zeros(words)
  local best, length, at = nil, 1, 1
  while at <= 8 do
    local n = 0
    while at + n <= 8 and words[at + n] == 0 do n = n + 1 end
    if n > length then best, length = at, n end
    at = at + n + 1
  end
  return best, length
end

-- An address of IPv6 as inet_ntop writes it.
local function colons(bytes)
  local words = { (">I2I2I2I2I2I2I2I2"):unpack(bytes) }
  local at, n = zeros(words)
  local old = at == 1 and (n == 6 or n == 5 and words[6] == 0xffff)
  local parts, last = {}, old and 6 or 8
  for i = 1, last do
    if at and i == at then
      parts[#parts + 1] = (i == 1 and ":" or "") .. (i + n > 8 and ":" or "")
    elseif not at or i < at or i >= at + n then
      parts[#parts + 1] = ("%x"):format(words[i])
    end
  end
  if old then parts[#parts + 1] = dotted(bytes:sub(13)) end
  return table.concat(parts, ":")
end

local families = {}

function families.AF_UNIX(s, bytes)
  local path = bytes:sub(3)
  if path == "" then return s end
  if path:byte() == 0 then
    local name = path:sub(2)
    return add(s, "sun_path", text.as("@" .. name, "@" .. text.quote(name)))
  end
  return add(s, "sun_path", text.bytes(path:match "^[^\0]*"))
end

function families.AF_INET(s, bytes)
  if #bytes < 16 then return nil end
  local number, address = (">I2"):unpack(bytes, 3), dotted(bytes:sub(5, 8))
  add(s, "sin_port", port(number))
  return add(s, "sin_addr", text.as(address, ('inet_addr("%s")'):format(address)))
end

function families.AF_INET6(s, bytes)
  if #bytes < 24 then return nil end
  local number, flow = (">I2I4"):unpack(bytes, 3)
  local address = colons(bytes:sub(9, 24))
  add(s, "sin6_port", port(number))
  add(s, "sin6_flowinfo", text.as(flow, ("htonl(%d)"):format(flow)))
  add(s, "sin6_addr", text.as(address,
    ('inet_pton(AF_INET6, "%s", &sin6_addr)'):format(address), true))
  return #bytes >= 28 and add(s, "sin6_scope_id", (("<I4"):unpack(bytes, 25))) or s
end

function families.AF_NETLINK(s, bytes)
  if #bytes < 12 then return nil end
  local pid, group = ("<I4I4"):unpack(bytes, 5)
  return add(add(s, "nl_pid", pid), "nl_groups", ("%08x"):format(group))
end

-- A sockaddr of len bytes.
local function address_at(at, len)
  local bytes = at ~= 0 and len >= 2 and mem.read(at, math.min(len, 128))
  if not bytes then return pointer(at) end
  local number = ("<I2"):unpack(bytes)
  local family = names.one("family", number)
  local s = add(text.struct(), "sa_family", family)
  local decode = families[family]
  if not decode then return add(s, "sa_data", text.bytes(bytes:sub(3))) end
  return decode(s, bytes) or pointer(at)
end

--- A sockaddr with its length in argument at.
function net.address(value, call, at)
  return address_at(value, basic.signed(call[at]))
end

--- One that the kernel fills in; argument at points to its length.
function net.filled_address(value, call, at)
  if pending(call) then
    call.before[at] = call[at] ~= 0 and mem.i32(call[at]) or nil
    return nil
  end
  local len = call[at] ~= 0 and mem.i32(call[at])
  if call.failed or not len then return pointer(value) end
  local room = call.before[at]
  return address_at(value, room and math.min(room, len) or len)
end

--- That length: "[110 => 16]".
function net.filled_length(value, call, at)
  if pending(call) then return nil end
  local len = value ~= 0 and mem.i32(value)
  if not len then return pointer(value) end
  local before = call.before[at] or len
  if before == len or call.failed then return text.list { before } end
  return text.as(len, ("[%d => %d]"):format(before, len))
end

-- messages -----------------------------------------------------------------------

local function credentials(bytes, at)
  local pid, uid, gid = ("<i4I4I4"):unpack(bytes, at)
  return add(add(add(text.struct(), "pid", pid), "uid", uid), "gid", gid)
end

local function control_data(level, kind, bytes, call)
  if level == "SOL_SOCKET" and kind == "SCM_RIGHTS" then
    local list = {}
    for i = 1, #bytes // 4 do list[i] = basic.fd(("<i4"):unpack(bytes, 4 * i - 3), call) end
    return text.list(list)
  elseif level == "SOL_SOCKET" and kind == "SCM_CREDENTIALS" and #bytes >= 12 then
    return credentials(bytes)
  end
  return text.bytes(bytes:sub(1, text.BYTES), #bytes > text.BYTES)
end

local function control(at, len, call)
  local bytes = at ~= 0 and mem.read(at, basic.least(len, 4096))
  if not bytes then return pointer(at) end
  local list, from = {}, 1
  while from + 15 <= #bytes do
    local size, level, kind = ("<i8i4i4"):unpack(bytes, from)
    if size < 16 or from + size - 1 > #bytes then break end
    local level_name = names.one("sol", level & 0xffffffff)
    local kind_name = level_name == "SOL_SOCKET" and names.one("scm", kind & 0xffffffff)
      or level_name == "SOL_IP" and names.one("ip", kind & 0xffffffff)
      or level_name == "SOL_IPV6" and names.one("ipv6", kind & 0xffffffff)
      or basic.hex32(kind)
    local s = add(add(text.struct(), "cmsg_len", size), "cmsg_level", level_name)
    add(s, "cmsg_type", kind_name)
    list[#list + 1] = add(s, "cmsg_data",
      control_data(level_name, kind_name, bytes:sub(from + 16, from + size - 1), call))
    from = from + (size + 7 & ~7)
  end
  return text.list(list)
end

-- struct msghdr. left: bytes that were received; room: what msg_namelen was.
local function message(value, call, left, room)
  local name, name_len, iov, iov_len, ctl, ctl_len, flags =
    mem.unpack(value, "<i8i4xxxxi8i8i8i8i4")
  if value == 0 or not name then return pointer(value) end
  local s = add(text.struct(), "msg_name", address_at(name, name_len))
  add(s, "msg_namelen", room and room ~= name_len
    and text.as(name_len, ("%d => %d"):format(room, name_len)) or name_len)
  add(s, "msg_iov", basic.iovecs(iov, iov_len, left))
  add(s, "msg_iovlen", basic.size(iov_len))
  if ctl_len ~= 0 then add(s, "msg_control", control(ctl, ctl_len, call)) end
  add(s, "msg_controllen", basic.size(ctl_len))
  return add(s, "msg_flags", names.flags("msg", flags & 0xffffffff))
end

function net.message(value, call) return message(value, call) end

function net.filled_message(value, call)
  if pending(call) then
    call.before[2] = value ~= 0 and mem.i32(value + 8) or nil
    return nil
  end
  if call.failed then
    -- what was asked for, without what is not there
    local name, _, _, _, _, ctl_len = mem.unpack(value, "<i8i8i8i8i8i8")
    if value == 0 or not name then return pointer(value) end
    local s = add(text.struct(), "msg_namelen", mem.i32(value + 8))
    return ctl_len and s
  end
  return message(value, call, call.ret, call.before[2])
end

-- An array of struct mmsghdr: the result says how many. received: their buffers
-- hold msg_len bytes.
local function messages(value, call, received)
  local n = call.ret
  local list = {}
  for i = 1, math.min(n, text.BYTES) do
    local at = value + 64 * (i - 1)
    local len = mem.u32(at + 56)
    if not len then return pointer(value) end
    local s = add(text.struct(), "msg_hdr", message(at, call, received and len or nil))
    list[i] = add(s, "msg_len", len)
  end
  return text.list(list, n > text.BYTES)
end

--- sendmmsg's list and recvmmsg's: the result says how many there are.
function net.messages(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or messages(value, call, false)
end

function net.filled_messages(value, call)
  if pending(call) then return nil end
  return call.failed and pointer(value) or messages(value, call, true)
end

-- options ------------------------------------------------------------------------

local levels = {
  SOL_SOCKET = "so", SOL_IP = "ip", SOL_IPV6 = "ipv6", SOL_TCP = "tcp",
}

function net.level(value)
  value = value & 0xffffffff
  return names.find("sol", value) or ("0x%x /* SOL_?? */"):format(value)
end

local function option_name(call)
  local group = levels[net.level(call[2])]
  return group and names.find(group, call[3] & 0xffffffff)
end

function net.option(value, call)
  local group = levels[net.level(call[2])]
  return group and names.one(group, value & 0xffffffff) or basic.signed(value)
end

local strings = { SO_BINDTODEVICE = true, TCP_CONGESTION = true, TCP_ULP = true }

local function option_value(at, len, call)
  local name = option_name(call)
  if at == 0 or len <= 0 then return pointer(at) end
  if strings[name] then return basic.read(at, len) end
  if name == "SO_LINGER" and len >= 8 then
    local on, seconds = mem.unpack(at, "<i4i4")
    return on and add(add(text.struct(), "l_onoff", on), "l_linger", seconds) or pointer(at)
  elseif (name == "SO_RCVTIMEO_OLD" or name == "SO_SNDTIMEO_OLD") and len >= 16 then
    return time.val(at)
  elseif name == "SO_PEERCRED" and len >= 12 then
    local bytes = mem.read(at, 12)
    return bytes and credentials(bytes, 1) or pointer(at)
  elseif name == "SO_ERROR" and len == 4 then
    local n = mem.i32(at)
    return n and text.list { n > 0 and zp.errno[n] or n } or pointer(at)
  elseif len == 4 then
    return basic.ints_at(at, "<i4")
  end
  return basic.read(at, len)
end

function net.option_value(value, call)
  return option_value(value, basic.signed(call[5]), call)
end

function net.filled_option(value, call, at)
  local len = call[at] ~= 0 and mem.i32(call[at])
  if pending(call) then
    call.before[at] = len or nil
    return nil
  end
  if call.failed or not len then return pointer(value) end
  return option_value(value, len, call)
end

return net
