#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A filter's peer is the end that a call names, or that its socket is connected to: by
# address, network, pattern, port, or the path of an AF_UNIX socket.
. "$(dirname "$0")/../lib.sh"
needs python3
[ -e /proc/net/if_inet6 ] || skip "the kernel has no IPv6"

cat >ends.py <<'PY'
import os, socket, sys

def listen(family, address):
    s = socket.socket(family)
    s.bind(address)
    s.listen(4)
    return s, s.getsockname()

def talk(family, address):
    s = socket.socket(family)
    try:
        s.connect(address)
        s.send(b"x")
    except OSError:
        pass
    s.close()

four, address = listen(socket.AF_INET, ("127.0.0.1", 0))
unix, _ = listen(socket.AF_UNIX, "socket")
os.write(1, b"%d\n" % address[1])
talk(socket.AF_INET, address)
talk(socket.AF_INET, ("0.0.0.0", address[1]))
try:
    talk(socket.AF_INET6, ("::ffff:127.0.0.1", address[1]))
    talk(socket.AF_INET6, ("::1", 1))
except OSError:
    pass
talk(socket.AF_UNIX, "socket")
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.sendto(b"x", ("127.7.0.9", 9))
    s.sendmsg([b"x"], [], 0, ("127.200.0.9", 9))
PY

script <<'LUA'
local function says(what)
  return function(regs) zp.log("%s %s", what, regs.name) end
end
local function hook(peer)
  zp.hook({ "connect", "sendto", "sendmsg" }, { peer = peer },
    says(type(peer) == "table" and table.concat(peer, " ") or peer))
end
hook "127.0.0.1"
hook "127.0.0.0/9"
hook "::1"
hook "unix:sock*"
hook ":9"
hook "127.*.9:9"
hook { "127.*", "!127.0.0.1", "!127.128.0.0/9" }
zp.hook({ "read", "close" }, { peer = "*" }, says "closed")
LUA
hooked python3 ends.py
expect_status 0
LC_ALL=C sort "$log" | uniq -c | sed 's/^ *//' >got
cat >expected <<'TEXT'
1 127.* !127.0.0.1 !127.128.0.0/9 sendto
1 127.*.9:9 sendmsg
1 127.*.9:9 sendto
3 127.0.0.0/9 connect
4 127.0.0.0/9 sendto
3 127.0.0.1 connect
3 127.0.0.1 sendto
1 :9 sendmsg
1 :9 sendto
1 ::1 connect
3 closed close
1 unix:sock* connect
1 unix:sock* sendto
TEXT
diff expected got || fail "not as expected (<)"
