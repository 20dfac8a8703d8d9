-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Addresses of sockets: as the kernel has them (struct sockaddr), as text, and as what
-- is compared. ::ffff:127.0.0.1 is the IPv6 way to write 127.0.0.1, and is compared as
-- that; patterns are in address_pattern.lua.

local M = {}

--- Names by number.
M.families = {
  [1] = "AF_UNIX", [2] = "AF_INET", [10] = "AF_INET6", [15] = "AF_KEY", [16] = "AF_NETLINK",
  [17] = "AF_PACKET", [29] = "AF_CAN", [30] = "AF_TIPC", [31] = "AF_BLUETOOTH", [38] = "AF_ALG",
  [40] = "AF_VSOCK", [44] = "AF_XDP",
}

--- The families whose ends have an address and a port.
M.internet = { AF_INET = true, AF_INET6 = true }

local MAPPED = ("\0"):rep(10) .. "\xff\xff"

local function ipv4(bytes) return ("%d.%d.%d.%d"):format(bytes:byte(1, 4)) end

-- RFC 5952: the longest run of zeros, the first if there are two, becomes "::".
local function ipv6(bytes)
  if bytes:sub(1, 12) == MAPPED then return "::ffff:" .. ipv4(bytes:sub(13)) end
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

--- 4 or 16 bytes of an address as text.
function M.text(ip) return (#ip == 4 and ipv4 or ipv6)(ip) end

--- The bytes that are compared: 4 for an IPv4 address, also where it was written as an
-- IPv6 one, else 16.
function M.canonical(ip)
  return ip:sub(1, 12) == MAPPED and ip:sub(13) or ip
end

-- text to bytes -------------------------------------------------------------------

local function read_ipv4(text)
  local octets = { text:match "^(%d+)%.(%d+)%.(%d+)%.(%d+)$" }
  if #octets == 0 then return nil end
  for i, octet in ipairs(octets) do
    -- a leading zero is octal for some programs, decimal for others
    if #octet > 3 or #octet > 1 and octet:byte() == 48 or tonumber(octet) > 255 then return nil end
    octets[i] = tonumber(octet)
  end
  return string.char(table.unpack(octets))
end

-- "1:2:3" as bytes, nil if that is not what it is. "" is no bytes.
local function read_groups(text)
  local parts = {}
  if text == "" then return "" end
  for group in (text .. ":"):gmatch "([^:]*):" do
    if not group:find "^%x%x?%x?%x?$" then return nil end
    parts[#parts + 1] = (">I2"):pack(tonumber(group, 16))
  end
  return table.concat(parts)
end

local function read_ipv6(text)
  local front, tail = text:match "^(.*:)([%d.]+%.[%d.]+)$"
  if front then
    tail = read_ipv4(tail)
    if not tail then return nil end
    text = front .. ("%x:%x"):format((">I2I2"):unpack(tail))
  end
  local before, behind = text:match "^(.-)::(.*)$"
  if not before then
    local ip = read_groups(text)
    return ip and #ip == 16 and ip or nil
  end
  before, behind = read_groups(before), read_groups(behind)
  if not before or not behind or #before + #behind > 14 then return nil end
  return before .. ("\0"):rep(16 - #before - #behind) .. behind
end

--- The 4 or 16 bytes of an address that is written as "127.0.0.1" or "::1"; nil if text is
--- none.
function M.ip(text) return read_ipv4(text) or read_ipv6(text) end

-- bytes to fields -----------------------------------------------------------------

-- By family: the fields of an address of that many bytes, into t.
local parsers = {
  AF_INET = function(t, bytes)
    t.port, t.ip = (">I2c4"):unpack(bytes, 3)
    t.address = ipv4(t.ip)
  end,
  -- the kernel takes an address without the scope, too (RFC 2133)
  AF_INET6 = function(t, bytes)
    t.port, t.ip = (">I2xxxxc16"):unpack(bytes, 3)
    t.address = ipv6(t.ip)
    local scope = #bytes >= 28 and ("<I4"):unpack(bytes, 25) or 0
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
local sizes = { AF_INET = 16, AF_INET6 = 24, AF_UNIX = 2, AF_NETLINK = 12, AF_VSOCK = 16 }

local function parse(t, bytes)
  local family = #bytes >= 2 and M.families[("<I2"):unpack(bytes)]
  if family and parsers[family] and #bytes >= sizes[family] then parsers[family](t, bytes) end
  return t, family
end

--- The fields of the address in bytes, into t; and its family's name, nil if it is not
--- known.
function M.parse(t, bytes)
  local _, family = parse(t, bytes)
  t.ip = nil
  return t, family
end

-- ends ------------------------------------------------------------------------

-- Who sends to "any address" reaches this machine.
local ANY = { [("\0"):rep(4)] = "\127\0\0\1", [("\0"):rep(16)] = ("\0"):rep(15) .. "\1" }

-- A datagram's address without a family is one of IPv4.
local function with_family(bytes)
  if #bytes >= 16 and bytes:sub(1, 2) == "\0\0" then return "\2\0" .. bytes:sub(3) end
  return bytes
end

local function make_peer(family, fields)
  local peer = { family = family, port = fields.port, path = fields.path }
  if not fields.ip then
    peer.text = fields.path or family
    return peer
  end
  peer.text = (#fields.ip == 4 and "%s:%d" or "[%s]:%d"):format(M.text(fields.ip), fields.port)
  local ip = M.canonical(fields.ip)
  peer.ip = ANY[ip] or ip
  return peer
end

--- The other end of a connection or of a datagram, from the bytes of its address:
--   family   "AF_INET", "AF_INET6", "AF_UNIX", ...
--   ip       as M.canonical() has it, the address that is reached; nil if it has none
--   port     of the internet's families
--   path     of AF_UNIX: a path, "@name", or nil
--   text     "127.0.0.1:80", "[::1]:80", "/run/socket", as the program has said
-- nil if the bytes are no address.
function M.peer(bytes)
  local fields, family = parse({}, bytes)
  if not family then return nil end
  return make_peer(family, fields)
end

--- The end whose address a call was given, of that many bytes at ptr; nil for none, or
-- one that cannot be read. is_datagram: it is where a datagram goes.
function M.at(ptr, length, is_datagram)
  length = length << 32 >> 32
  local bytes = ptr ~= 0 and length >= 2 and zp.mem.read(ptr, math.min(length, 128))
  if not bytes then return nil end
  return M.peer(is_datagram and with_family(bytes) or bytes)
end

--- Where a message goes (the struct msghdr at ptr): its own address, nil if it has none.
function M.of_message(ptr)
  local name, length = zp.mem.unpack(ptr, "i8i4")
  return name and M.at(name, length, true)
end

--- The other end of the program's socket fd, as M.peer(); nil if it has none.
function M.peer_of(fd)
  local socket = zp.fd.socket(fd << 32 >> 32)
  local fields = socket and socket.peer
  if not fields then return nil end
  fields.ip = fields.address and M.ip(fields.address)
  return make_peer(socket.family, fields)
end

return M
