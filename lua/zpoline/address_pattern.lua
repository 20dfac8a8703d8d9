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

-- What is compared are two texts of an end, by patterns of * and ?, so that C can do it as
-- well (src/rules/peer.c):
--
--   10.0.0.1:80    [fe80::1]:80    unix:/run/socket     as people write it
--   4=0a000001=80  6=fe80000000000000000000000000001=80  the address in hexadecimal digits

local function hexadecimal(ip)
  return ("%d=%s"):format(#ip == 4 and 4 or 6, (ip:gsub(".", function(byte)
    return ("%02x"):format(byte:byte())
  end)))
end

-- hosts ---------------------------------------------------------------------------

-- Each of these returns a list of patterns, to be completed by "%s" for the port; or nil
-- and what is wrong.

local ANY = { "?=*=%s" }

local function one_of(list)
  local globs = {}
  for i, ip in ipairs(list) do globs[i] = hexadecimal(address.canonical(ip)) .. "=%s" end
  return globs
end

-- The first bits of ip: whole digits stay, those behind them are any, and the one between
-- is each of those that begin with its bits.
local function networks(ip, bits)
  local digits, whole = hexadecimal(ip), bits // 4
  local rest = ("?"):rep(2 * #ip - whole - 1) .. "=%s"
  if whole == 2 * #ip then return { digits .. "=%s" } end
  local front, digit = digits:sub(1, 2 + whole), tonumber(digits:sub(3 + whole, 3 + whole), 16)
  if bits % 4 == 0 then return { front .. "?" .. rest } end
  local globs, span = {}, 16 >> bits % 4
  for i = digit // span * span, digit // span * span + span - 1 do
    globs[#globs + 1] = ("%s%x%s"):format(front, i, rest)
  end
  return globs
end

local function network(text, bits)
  local ip = address.ip(text)
  if not ip then return nil, ("%s is not an address"):format(text) end
  if bits > 8 * #ip then
    return nil, ("a network of %s has at most %d bits"):format(text, 8 * #ip)
  end
  if #address.canonical(ip) ~= #ip and bits >= 96 then -- ::ffff:10.0.0.0/104
    ip, bits = address.canonical(ip), bits - 96
  end
  return networks(ip, bits)
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
  if is_ipv4_glob(text) then return { text .. ":%s" } end
  if text:find "[^%x:.*?]" or text:find ":::" or text:find "^[^:]*$" and text:find "%." then
    return nil, ("no address is like %s"):format(text)
  end
  return { "[" .. text .. "]:%s" }
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
    return nil, ("%s is not an address, and /etc/hosts does not have that name. Remedy: give its "
      .. "address"):format(name)
  end
  return one_of(found)
end

local function host(text)
  if text == "" or text == "*" then return ANY end
  local ip = address.ip(text)
  if ip then return one_of { ip } end
  local base, bits = text:match "^([%x:.]+)/(%d%d?%d?)$"
  if base then return network(base, tonumber(bits)) end
  if text:find "[*?]" then return matching(text) end
  if text:find "^%a[%w.-]*$" then return named(text) end
  return nil, ("%s is not an address"):format(text)
end

-- the whole -----------------------------------------------------------------------

-- A port as a pattern, or nil and what is wrong.
local function port(text)
  if text == nil or text == "*" then return "*" end
  if text:find "^[%d*?]+$" and text:find "[*?]" and #text:gsub("%*", "") <= 5 then return text end
  local n = #text <= 5 and text:find "^%d+$" and tonumber(text)
  if not n or n < 1 or n > 65535 then
    return nil, ("%s is not a port (1 to 65535, or *)"):format(text)
  end
  return ("%d"):format(n)
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

--- The pattern as a list of those that are compared; nil and a message if it is none.
function M.globs(pattern)
  if math.type(pattern) == "integer" then pattern = tostring(pattern) end
  if type(pattern) ~= "string" or pattern == "" then
    return nil, ("%s is not %s"):format(tostring(pattern), SYNTAX)
  end
  if pattern:find "^unix:." then return { pattern } end
  local host_text, port_text = split(pattern)
  local hosts, bad_host = host(host_text)
  local number, bad_port = port(port_text)
  if not hosts or not number then
    return nil, ("'%s' can match nothing: %s. It is %s"):format(pattern, bad_host or bad_port,
      SYNTAX)
  end
  local globs = {}
  for i, text in ipairs(hosts) do globs[i] = text:format(number) end
  return globs
end

-- What is compared of a peer (zpoline.address); none: it has no address.
local function texts(peer)
  if peer.family == "AF_UNIX" then return peer.path and { "unix:" .. peer.path } or {} end
  if not peer.ip then return {} end
  return {
    (#peer.ip == 4 and "%s:%d" or "[%s]:%d"):format(address.text(peer.ip), peer.port),
    ("%s=%d"):format(hexadecimal(peer.ip), peer.port),
  }
end

--- The pattern as a function that tells of a peer whether it is meant; nil and a message
--- if the pattern is none.
function M.read(pattern)
  local globs, message = M.globs(pattern)
  if not globs then return nil, message end
  for i, text in ipairs(globs) do globs[i] = glob.matcher(text) end
  return function(peer)
    for _, text in ipairs(texts(peer)) do
      for _, matches in ipairs(globs) do
        if matches(text) then return true end
      end
    end
    return false
  end
end

--- What a list of patterns, some of them perhaps behind "!", is for a filter in C; nil and
--- a message.
function M.filter(patterns)
  local list = {}
  for _, pattern in ipairs(patterns) do
    local sign, rest = "", pattern
    if type(pattern) == "string" and pattern:byte() == 33 then sign, rest = "!", pattern:sub(2) end
    local globs, message = M.globs(rest)
    if not globs then return nil, message end
    for _, text in ipairs(globs) do list[#list + 1] = sign .. text end
  end
  return list
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
