#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/netblock.lua: no network, some of it, all but some.
. "$(dirname "$0")/../cli/cli.sh"

block() {
	zpoline run -s netblock -a "$1" -o log -- "$PYTHON" "$root/tests/cli/talk.py"
	expect_status 0
}
zpoline run -s netblock -o log -- "$PYTHON" "$root/tests/cli/talk.py"
expect_status 0
find_out '^127.0.0.1 Connection refused$'
find_out '^datagram Connection refused$'
! grep -q got out || fail "something went through"
find_log '^[0-9]+ netblock: connect 127.0.0.1:[0-9]+ = ECONNREFUSED$'
find_log '^[0-9]+ netblock: sendto 127.0.0.1:9 = ECONNREFUSED$'
block 'allow=127.0.0.1:* allow=[::1]:*'
find_out '^127.0.0.1 got 10$'
[ ! -s log ] || fail "something was blocked"
block 'block=*:9 error=EHOSTUNREACH'
find_out '^127.0.0.1 got 10$'
find_out '^datagram No route to host$'

# an address is what it is, however it is written: IPv4 within IPv6, "any", no scope
cat >forms.py <<'PY'
import ctypes, os, socket, struct
l = socket.socket(); l.bind(("127.0.0.1", 0)); l.listen(9); port = l.getsockname()[1]
libc = ctypes.CDLL(None, use_errno=True)
def connect(family, raw):
    s = socket.socket(family)
    ret = libc.connect(s.fileno(), raw, len(raw))
    return "connected" if ret == 0 else os.strerror(ctypes.get_errno())
p = struct.pack(">H", port)
v4 = lambda a: struct.pack("<H", 2) + p + socket.inet_aton(a) + bytes(8)
v6 = lambda a: struct.pack("<H", 10) + p + bytes(4) + socket.inet_pton(10, a)
print(connect(2, v4("127.0.0.1")))
print(connect(2, v4("0.0.0.0")))
print(connect(10, v6("::ffff:127.0.0.1") + bytes(4)))
print(connect(10, v6("::ffff:127.0.0.1")))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
data = struct.pack("<H", 0) + struct.pack(">H", 9) + socket.inet_aton("127.0.0.1") + bytes(8)
ret = libc.sendto(u.fileno(), b"x", 1, 0, data, 16)
print("sent" if ret == 1 else os.strerror(ctypes.get_errno()))
PY
forms() {
	zpoline run -s netblock -a "$1" -o log -- "$PYTHON" forms.py
	expect_status 0
	n=$(grep -c "$2" out) || :
	[ "$n" -eq 5 ] || fail "$1: of 5 ways there are $n: $2"
}
"$PYTHON" forms.py >natively
if [ "$(grep -c 'connected\|sent' natively)" -eq 5 ]; then
	for word in allow=127.0.0.1 allow=127.0.0.1:* allow=127.0.0.0/8 allow=localhost 'allow=127.*' block=10.0.0.0/8; do
		forms "$word" 'connected\|sent'
	done
	for word in block=127.0.0.1 block=127.0.0.1:* block=127.0.0.0/8 block=localhost allow=10.0.0.0/8; do
		forms "$word" refused
	done
fi

# messages that precede one which may not go
cat >several.py <<'PY'
import ctypes, os, socket, struct
def end(a, port): return ctypes.create_string_buffer(struct.pack("<H", 2) + struct.pack(">H", port) + socket.inet_aton(a) + bytes(8), 16)
r = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); r.bind(("127.0.0.1", 0))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
data = ctypes.create_string_buffer(b"x", 1)
iov = (ctypes.c_uint64 * 2)(ctypes.addressof(data), 1)
ends = [end("127.0.0.1", r.getsockname()[1]), end("127.0.0.2", 9)]
words = []
for e in ends: words += [ctypes.addressof(e), 16, ctypes.addressof(iov), 1, 0, 0, 0, 0]
messages = (ctypes.c_uint64 * 16)(*words)
libc = ctypes.CDLL(None, use_errno=True)
print(libc.sendmmsg(u.fileno(), messages, 2, 0), r.recv(9))
print(libc.sendmmsg(u.fileno(), ctypes.byref(messages, 64), 1, 0), os.strerror(ctypes.get_errno()))
PY
zpoline run -s netblock -a block=127.0.0.2 -o log -- "$PYTHON" several.py
expect_status 0
expect_out "1 b'x'
-1 Connection refused"

refused() {
	zpoline run -s netblock -a "$1" -o log -- true
	expect_status 125
	find_err "$2"
}
refused allow=127.0.0.1:99999 "netblock: allow=: '127.0.0.1:99999' can match nothing"
refused block=nohost.invalid 'Remedy: give its address'
refused error=ENOTHING 'error=ENOTHING is not the name of an error'
