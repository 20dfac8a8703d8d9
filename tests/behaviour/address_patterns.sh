#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline.address_pattern: which ends each kind of pattern means, and which are none.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local address = require "zpoline.address"
local pattern = require "zpoline.address_pattern"

local function v4(ip, port) return address.peer(("<I2>I2c4xxxxxxxx"):pack(2, port, address.ip(ip))) end
local function v6(ip, port) return address.peer(("<I2>I2I4c16I4"):pack(10, port, 0, address.ip(ip), 0)) end
local function check(text, peer, expected)
  local matches, message = pattern.read(text)
  local is = matches and matches(peer)
  if is ~= expected then print(text, peer.text, is, message) end
end

local here, web, far = v4("127.0.0.1", 80), v4("93.184.216.34", 443), v4("10.1.2.3", 22)
local here6, mapped, link = v6("::1", 80), v6("::ffff:127.0.0.1", 80), v6("fe80::1:2", 22)
local any, any6 = v4("0.0.0.0", 80), v6("::", 80)
local unix = address.peer "\1\0/run/socket\0"
local abstract = address.peer "\1\0\0name"

for _, text in ipairs { "127.0.0.1", "127.0.0.1:80", ":80", "80", "*:80", "127.0.0.0/8", "127.*",
  "127.0.0.1:*", "127.0.0.1/32", "localhost:80", "LOCALHOST", "127.0.0.?", "::ffff:127.0.0.1",
  "[::ffff:127.0.0.1]:80", "::ffff:127.0.0.0/104", "0.0.0.0/0", "*", "127.0.0.0/8:80", ":8?" } do
  check(text, here, true)
  check(text, mapped, true)
  check(text, any, true)
  check(text, web, text == "*" or text == "0.0.0.0/0")
  check(text, unix, false)
end
for _, text in ipairs { "::1", "[::1]", "[::1]:80", "::1/128", "localhost", "::/0", "[::/0]:80",
  "::?", "0:0:0:0:0:0:0:1", "*" } do
  check(text, here6, true)
  check(text, any6, true)
  check(text, here, text == "localhost" or text == "*")
end
check("fe80::/10", link, true)
check("[fe80::/10]:22", link, true)
check("[fe80:*]", link, true)
check("fe80::1:?", link, true)
check("[FE80:*]:22", link, true)
check("fe80::/10", here6, false)
check("10.0.0.0/8", far, true)
check("10.1.2.3/31", v4("10.1.2.2", 1), true)
check("10.1.2.3/31", v4("10.1.2.4", 1), false)
check("unix:/run/*", unix, true)
check("unix:@name", abstract, true)
check("*", abstract, false)
-- the kernel takes an IPv6 address without its scope
print(address.peer(("<I2>I2I4c16"):pack(10, 80, 0, address.ip "::1")).text)

for _, text in ipairs { "", "300.1.1.1", "127.0.0.1:99999", "127.0.0.1:", "10.0.0.0/33", "::/129", "1:2", "10.999.*",
  "127.0.0", "010.0.0.1", "::1::", "1.2.3.4.5", "nohost.invalid", "local*", "12345.*", ":0", "[::1", "[::1]80",
  "g::*", "10.*.*.*.*", "unix:", "-1", "127.0.0.1:http", "1.2.3.4/", "fe80::1%eth0" } do
  local matches, message = pattern.read(text)
  if matches or not message then print("taken:", text) end
end
print((select(2, pattern.read "300.1.1.1")))
print((select(2, pattern.read "nohost.invalid:80")))
LUA
hooked true
expect_status 0
expect_log "[::1]:80
'300.1.1.1' can match nothing: 300.1.1.1 is not an address. It is an address (127.0.0.1, ::1), a network (10.0.0.0/8), a pattern (10.*) or localhost, with or without a port (127.0.0.1:80, [::1]:80), a port (80), or unix:PATH
'nohost.invalid:80' can match nothing: nohost.invalid is not an address, and /etc/hosts does not have that name. Remedy: give its address. It is an address (127.0.0.1, ::1), a network (10.0.0.0/8), a pattern (10.*) or localhost, with or without a port (127.0.0.1:80, [::1]:80), a port (80), or unix:PATH"
