-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Socket addresses as text: local address = require "inner.address".

local M = {}

local AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10

local function ipv6(bytes)
  local words = { (">I2I2I2I2I2I2I2I2"):unpack(bytes) }
  if bytes:sub(1, 12) == ("\0"):rep(10) .. "\xff\xff" then
    return ("::ffff:%d.%d.%d.%d"):format(bytes:byte(13, 16))
  end
  -- the longest run of zeros, of two at least, becomes "::"
  local from, length = nil, 1
  local i = 1
  while i <= 8 do
    local j = i
    while j <= 8 and words[j] == 0 do j = j + 1 end
    if j - i > length then from, length = i, j - i end
    i = math.max(j, i + 1)
  end
  local function join(first, last)
    local list = {}
    for k = first, last do list[#list + 1] = ("%x"):format(words[k]) end
    return table.concat(list, ":")
  end
  return from and join(1, from - 1) .. "::" .. join(from + length, 8) or join(1, 8)
end

--- The address at ptr: "127.0.0.1:80", "[::1]:80", "/run/socket", "@abstract"; and
-- "inet", "inet6", "unix" or nil for other families. nil alone: it cannot be read.
function M.text(ptr, length)
  length = length & 0xffffffff
  local bytes = ptr ~= 0 and length >= 2 and zp.mem.read(ptr, math.min(length, 128))
  if not bytes then return nil end
  local family = ("<I2"):unpack(bytes)
  if family == AF_INET and #bytes >= 8 then
    local port, a, b, c, d = (">I2BBBB"):unpack(bytes, 3)
    return ("%d.%d.%d.%d:%d"):format(a, b, c, d, port), "inet"
  elseif family == AF_INET6 and #bytes >= 24 then
    return ("[%s]:%d"):format(ipv6(bytes:sub(9, 24)), (">I2"):unpack(bytes, 3)), "inet6"
  elseif family == AF_UNIX then
    local name = bytes:sub(3)
    if name:byte() == 0 then return "@" .. name:sub(2), "unix" end
    return name:match "^[^\0]*", "unix"
  end
  return ("family %d"):format(family)
end

--- The pattern, with * for any bytes and ? for one, as a function that tells of text.
function M.matcher(pattern)
  local lua = "^" .. pattern:gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0"):gsub("%*", ".*")
    :gsub("%?", ".") .. "$"
  return function(text) return text:find(lua) ~= nil end
end

return M
