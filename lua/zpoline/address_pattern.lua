-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Patterns of network addresses, as scripts and their users write them:
--
--   127.0.0.1      127.0.0.1:80   10.0.0.0/8    10.0.0.0/8:443   10.*   *:443   *
--   ::1            [::1]:80       fe80::/10     [fe80::/10]:22   [fe80:*]
--   localhost:80   80             :80           unix:/run/*      (@name is an abstract one)
--
-- A name is that of localhost, or stands in /etc/hosts. What is none of these, or can
-- match nothing, is refused.

local address = require "zpoline.address"
local glob = require "zpoline.glob"
local io = require "zpoline.io"

local M = {}

local SYNTAX = "an address (127.0.0.1, ::1), a network (10.0.0.0/8), a pattern (10.*) or "
  .. "localhost, with or without a port (127.0.0.1:80, [::1]:80), a port (80), or unix:PATH"

-- hosts ---------------------------------------------------------------------------

-- Each of these returns a function of the bytes of an address, or nil and what is wrong.

local function is_any() return true end

local function one_of(list)
  local set = {}
  for _, ip in ipairs(list) do set[address.canonical(ip)] = true end
  return function(ip) return set[ip] ~= nil end
end

-- The first bits of ip, the others zero.
local function masked(ip, bits)
  local bytes = { ip:byte(1, -1) }
  for i, byte in ipairs(bytes) do
    local kept = math.max(0, math.min(8, bits - 8 * (i - 1)))
    bytes[i] = byte & (0xff00 >> kept) & 0xff
  end
  return string.char(table.unpack(bytes))
end

local function network(text, bits)
  local ip = address.ip(text)
  if not ip then return nil, ("%s is no address"):format(text) end
  if bits > 8 * #ip then
    return nil, ("a network of %s has at most %d bits"):format(text, 8 * #ip)
  end
  if #address.canonical(ip) ~= #ip and bits >= 96 then -- ::ffff:10.0.0.0/104
    ip, bits = address.canonical(ip), bits - 96
  end
  local prefix = masked(ip, bits)
  return function(other) return #other == #prefix and masked(other, bits) == prefix end
end

-- Can the pattern, of letters that addresses have, be one of IPv4?
local function is_ipv4_glob(text)
  local dots = select(2, text:gsub("%.", ""))
  if text:find "[^%d.*?]" or text:find "%.%." or dots > 3 then return false end
  if dots < 3 and not text:find "%*" then return false end
  for part in text:gmatch "[^.]+" do
    local digits = part:gsub("%*", "")
    if #digits > 3 or not part:find "[*?]" and tonumber(part) > 255 then return false end
  end
  return true
end

local function matching(text)
  text = text:lower():gsub("^::ffff:([%d.*?]+)$", "%1")
  if is_ipv4_glob(text) then
    local matches = glob.matcher(text)
    return function(ip) return #ip == 4 and matches(address.text(ip)) end
  end
  if text:find "[^%x:.*?]" or text:find ":::" or text:find "^[^:]*$" and text:find "%." then
    return nil, ("no address is like %s"):format(text)
  end
  local matches = glob.matcher(text)
  return function(ip) return #ip == 16 and matches(address.text(ip)) end
end

local LOOPBACK = { address.ip "127.0.0.1", address.ip "::1" }

-- The addresses of a name.
local function look_up(name)
  local found = name == "localhost" and { table.unpack(LOOPBACK) } or {}
  for line in io.lines "/etc/hosts" do
    local words = {}
    for word in line:gsub("#.*", ""):gmatch "%S+" do words[#words + 1] = word:lower() end
    for i = 2, #words do
      if words[i] == name then found[#found + 1] = address.ip(words[1]) end
    end
  end
  return found
end

local function named(name)
  local ok, found = pcall(look_up, name:lower())
  if not ok then found = name:lower() == "localhost" and LOOPBACK or {} end
  if #found == 0 then
    return nil, ("%s is no address, and /etc/hosts does not have that name. Remedy: give its "
      .. "address"):format(name)
  end
  return one_of(found)
end

local function host(text)
  if text == "" or text == "*" then return is_any end
  local ip = address.ip(text)
  if ip then return one_of { ip } end
  local base, bits = text:match "^([%x:.]+)/(%d%d?%d?)$"
  if base then return network(base, tonumber(bits)) end
  if text:find "[*?]" then return matching(text) end
  if text:find "^%a[%w.-]*$" then return named(text) end
  return nil, ("%s is no address"):format(text)
end

-- the whole -----------------------------------------------------------------------

-- A port as a function of the number, or nil and what is wrong.
local function port(text)
  if text == nil or text == "*" then return is_any end
  if text:find "^[%d*?]+$" and text:find "[*?]" and #text:gsub("%*", "") <= 5 then
    local matches = glob.matcher(text)
    return function(number) return matches(tostring(number)) end
  end
  local n = #text <= 5 and text:find "^%d+$" and tonumber(text)
  if not n or n < 1 or n > 65535 then
    return nil, ("%s is no port (1 to 65535, or *)"):format(text)
  end
  return function(number) return number == n end
end

-- The host and the port of a pattern, as texts; the latter nil if there is none.
local function split(text)
  if text:find "^%d+$" then return "*", text end
  local inner, rest = text:match "^%[([^%]]+)%]:?(.*)$"
  if inner and text:find "%]$" then return inner end
  if inner and text:find("]:", 1, true) then return inner, rest end
  local before, behind = text:match "^([^:]*):([^:]*)$"
  if before then return before, behind end
  return text
end

--- The pattern as a function that tells of a peer (zpoline.address) whether it is meant;
--- nil and a message if the pattern is none.
function M.read(pattern)
  if math.type(pattern) == "integer" then pattern = tostring(pattern) end
  if type(pattern) ~= "string" or pattern == "" then
    return nil, ("%s is not %s"):format(tostring(pattern), SYNTAX)
  end
  local path = pattern:match "^unix:(.+)$"
  if path then
    local matches = glob.matcher(path)
    return function(peer)
      return peer.family == "AF_UNIX" and peer.path ~= nil and matches(peer.path)
    end
  end
  local host_text, port_text = split(pattern)
  local is_host, bad_host = host(host_text)
  local is_port, bad_port = port(port_text)
  if not is_host or not is_port then
    return nil, ("'%s' can match nothing: %s. It is %s"):format(pattern, bad_host or bad_port,
      SYNTAX)
  end
  return function(peer) return peer.ip ~= nil and is_port(peer.port) and is_host(peer.ip) end
end

--- A list of patterns as one function: is the peer any of them?; nil and a message.
function M.any(patterns)
  local functions = {}
  for i, pattern in ipairs(patterns) do
    local matches, message = M.read(pattern)
    if not matches then return nil, message end
    functions[i] = matches
  end
  return function(peer)
    for _, matches in ipairs(functions) do
      if matches(peer) then return true end
    end
    return false
  end
end

return M
