-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- zp.fd.socket: what the kernel says of a socket, and its addresses as text.

local address = require "zpoline.address"
local mem, errno = zp.mem, zp.errno

local SOL_SOCKET = 1
local SO_TYPE, SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN = 3, 30, 38, 39

local types = {
  "SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET", "SOCK_DCCP",
  [10] = "SOCK_PACKET",
}
-- Of the internet's families.
local protocols = {
  [1] = "IPPROTO_ICMP", [6] = "IPPROTO_TCP", [17] = "IPPROTO_UDP", [33] = "IPPROTO_DCCP",
  [58] = "IPPROTO_ICMPV6", [132] = "IPPROTO_SCTP", [136] = "IPPROTO_UDPLITE",
  [255] = "IPPROTO_RAW", [262] = "IPPROTO_MPTCP",
}

-- What the kernel writes to: an address, and behind it its length.
local ROOM = 128
local buffer = mem.alloc(ROOM + 8)
local length = buffer + ROOM

local function option(fd, name)
  mem.u32(length, 4)
  local ret = zp.syscall("getsockopt", fd, SOL_SOCKET, name, buffer, length)
  if ret < 0 then return nil, errno[-ret] end
  return mem.i32(buffer)
end

-- What getsockname or getpeername says, into t; nil: nothing.
local function add_address(t, call, fd)
  mem.u32(length, ROOM)
  if zp.syscall(call, fd, buffer, length) < 0 then return nil end
  return (address.parse(t, mem.read(buffer, math.min(mem.u32(length), ROOM))))
end

return function(fd)
  local family, err = option(fd, SO_DOMAIN)
  if not family then return nil, err end
  local kind, protocol = option(fd, SO_TYPE), option(fd, SO_PROTOCOL)
  local t = {
    family = address.families[family] or family,
    type = types[kind] or kind,
    protocol = (family == 2 or family == 10) and protocols[protocol] or protocol,
    listening = option(fd, SO_ACCEPTCONN) == 1,
  }
  add_address(t, "getsockname", fd)
  t.peer = add_address({}, "getpeername", fd)
  return t
end
