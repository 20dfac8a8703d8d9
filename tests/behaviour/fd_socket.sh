#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.fd.socket: family, type, protocol and both addresses of sockets, IPv6 as
# inet_ntop has it; what is no socket has none.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local function text(t, err)
  if not t then return tostring(t) .. " " .. err end
  local keys = {}
  for k in pairs(t) do keys[#keys + 1] = k end
  table.sort(keys)
  for i, k in ipairs(keys) do
    local v = type(t[k]) == "table" and "{ " .. text(t[k]) .. " }" or tostring(t[k])
    keys[i] = k .. "=" .. v:gsub("\0", "/0")
  end
  return table.concat(keys, " ")
end
-- the answer goes where the program has begun the line
zp.hook("fsync", function(_, fd)
  local line = " " .. text(zp.fd.socket(fd)) .. "\n"
  zp.syscall("write", 1, line, #line)
end)
LUA
hooked "$TEST_TARGETS/sockets"
expect_status 0

# The ports that the kernel has chosen, and IPv6 which there need not be, apart.
grep -vE '^[0-9]+ |ipv6|^netlink ' out >said
cat >expected <<'TEXT'
path family=AF_UNIX listening=true path=named protocol=0 type=SOCK_SEQPACKET
connected family=AF_UNIX listening=false peer={ path=named } protocol=0 type=SOCK_SEQPACKET
abstract family=AF_UNIX listening=false path=@abstract/0name protocol=0 type=SOCK_DGRAM
pair family=AF_UNIX listening=false peer={  } protocol=0 type=SOCK_STREAM
file nil ENOTSOCK
closed nil EBADF
TEXT
diff expected said || fail "not as expected (<)"
port=$(sed -n 's/ listening.*//p' out)
find_out "^$port listening address=127.0.0.1 family=AF_INET listening=true port=$port protocol=IPPROTO_TCP type=SOCK_STREAM\$"
find_out "^$port client address=127.0.0.1 family=AF_INET listening=false peer=\{ address=127.0.0.1 port=$port \} port=[0-9]+ protocol=IPPROTO_TCP type=SOCK_STREAM\$"
find_out '^netlink family=AF_NETLINK groups=0 listening=false peer=\{ groups=0 pid=0 \} pid=0 protocol=0 type=SOCK_RAW$'
grep ' ipv6 ' out | while read -r address _ rest; do
	case $rest in
	*"family=AF_INET6 listening=false peer={ address=$address port=4242 }"*) ;;
	*) echo "$address: $rest" ;;
	esac
done >differs
[ ! -s differs ] || fail "addresses differ: $(cat differs)"
