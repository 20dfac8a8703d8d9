-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Addresses of sockets, as the kernel has them (struct sockaddr), as text.

local M = {}

--- Names by number.
M.families = {
  [1] = "AF_UNIX", [2] = "AF_INET", [10] = "AF_INET6", [15] = "AF_KEY", [16] = "AF_NETLINK",
  [17] = "AF_PACKET", [29] = "AF_CAN", [30] = "AF_TIPC", [31] = "AF_BLUETOOTH", [38] = "AF_ALG",
  [40] = "AF_VSOCK", [44] = "AF_XDP",
}

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

--- The fields of the address in bytes, into t; and its family's name, nil if it is not
--- known.
function M.parse(t, bytes)
  local family = #bytes >= 2 and M.families[("<I2"):unpack(bytes)]
  if family and parsers[family] and #bytes >= sizes[family] then parsers[family](t, bytes) end
  return t, family
end

return M
