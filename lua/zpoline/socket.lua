-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- zp.fd.socket: what the kernel says of a socket, and its addresses as text.

local mem, errno = zp.mem, zp.errno

local SOL_SOCKET = 1
local SO_TYPE, SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN = 3, 30, 38, 39

local families = {
  [1] = "AF_UNIX", [2] = "AF_INET", [10] = "AF_INET6", [15] = "AF_KEY", [16] = "AF_NETLINK",
  [17] = "AF_PACKET", [29] = "AF_CAN", [30] = "AF_TIPC", [31] = "AF_BLUETOOTH", [38] = "AF_ALG",
  [40] = "AF_VSOCK", [44] = "AF_XDP",
}
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

-- addresses ------------------------------------------------------------------

local function ipv4(bytes) return ("%d.%d.%d.%d"):format(bytes:byte(1, 4)) end

-- RFC 5952: the longest run of zeros, the first if there are two, becomes "::".
local function ipv6(bytes)
  local mapped = bytes:match("^" .. ("\0"):rep(10) .. "\xff\xff(....)$")
  if mapped then return "::ffff:" .. ipv4(mapped) end
  local groups = { (">" .. ("I2"):rep(8)):unpack(bytes) }
  local from, best, run = 0, 1, 0
  for i = 1, 8 do
    run = groups[i] == 0 and run + 1 or 0
    if run > best then from, best = i - run + 1, run end
    groups[i] = ("%x"):format(groups[i])
  end
  if best == 1 then return table.concat(groups, ":", 1, 8) end
  return table.concat(groups, ":", 1, from - 1) .. "::" .. table.concat(groups, ":", from + best, 8)
end

-- By family: the fields of an address of that many bytes, into t.
local parsers = {
  AF_INET = function(t, bytes)
    t.port, t.address = (">I2"):unpack(bytes, 3), ipv4(bytes:sub(5, 8))
  end,
  AF_INET6 = function(t, bytes)
    local scope = ("<I4"):unpack(bytes, 25)
    t.port, t.address = (">I2"):unpack(bytes, 3), ipv6(bytes:sub(9, 24))
    if scope ~= 0 then t.scope = scope end
  end,
  -- an abstract name begins with a NUL byte, and has no end of its own
  AF_UNIX = function(t, bytes)
    local path = bytes:sub(3)
    if path:byte() == 0 then
      t.path = "@" .. path:sub(2)
    elseif path ~= "" then
      t.path = path:match "^[^\0]*"
    end
  end,
  AF_NETLINK = function(t, bytes) t.pid, t.groups = ("<I4I4"):unpack(bytes, 5) end,
  AF_VSOCK = function(t, bytes) t.port, t.cid = ("<I4I4"):unpack(bytes, 5) end,
}
local sizes = { AF_INET = 16, AF_INET6 = 28, AF_UNIX = 2, AF_NETLINK = 12, AF_VSOCK = 16 }

-- What getsockname or getpeername says, into t; nil: nothing.
local function add_address(t, call, fd)
  mem.u32(length, ROOM)
  if zp.syscall(call, fd, buffer, length) < 0 then return nil end
  local bytes = mem.read(buffer, math.min(mem.u32(length), ROOM))
  local family = #bytes >= 2 and families[("<I2"):unpack(bytes)]
  if family and parsers[family] and #bytes >= sizes[family] then parsers[family](t, bytes) end
  return t
end

return function(fd)
  local family, err = option(fd, SO_DOMAIN)
  if not family then return nil, err end
  local kind, protocol = option(fd, SO_TYPE), option(fd, SO_PROTOCOL)
  local t = {
    family = families[family] or family,
    type = types[kind] or kind,
    protocol = (family == 2 or family == 10) and protocols[protocol] or protocol,
    listening = option(fd, SO_ACCEPTCONN) == 1,
  }
  add_address(t, "getsockname", fd)
  t.peer = add_address({}, "getpeername", fd)
  return t
end
