#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/fdleak.lua: what is left open, and where it was opened; nothing else.
. "$(dirname "$0")/../cli/cli.sh"

echo text >file
zpoline run -s fdleak -o log -- cat file
[ ! -s log ] || fail "cat leaks nothing"
cat >leak.py <<'PY'
import os, socket
os.close(os.open("file", os.O_RDONLY))
kept = os.open("file", os.O_RDONLY)
r, w = os.pipe()
os.close(r)
os.dup2(kept, 77)
PY
zpoline run -s fdleak -o log -- "$PYTHON" -c "$(cat leak.py)
os._exit(3)"
expect_status 3
find_log '^[0-9]+ python[0-9.]*: 3 descriptors were not closed$'
find_log "^[0-9]+   [0-9]+ $tmp/file, opened by openat in [^,]+, thread [0-9]+\$"
find_log '   [0-9]+ pipe:\[[0-9]+\], opened by pipe2 '
find_log '   77 .*/file, opened by dup2 '

# closed and made again by calls of other kinds; a number that came in a message
cat >again.py <<'PY'
import array, os, socket
a, b = socket.socketpair()
kept = os.open("file", os.O_RDONLY)
os.close(kept)
a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))])
b.recvmsg(1, 100)
assert os.path.exists("/proc/self/fd/%d" % kept)
again = os.open("file", os.O_RDONLY)
os.close(again)
assert os.dup(0) == again
os._exit(0)
PY
zpoline run -s fdleak -o log -- "$PYTHON" -S again.py
expect_status 0
count_log 4 .
find_log '^[0-9]+   [0-9]+ .*, opened by fcntl in '
[ "$(grep -c '   [0-9]* socket:\[[0-9]*\], opened by socketpair ' log)" -eq 2 ] || fail "not both sockets"

# of a child, and of threads
zpoline run -s fdleak -o log -- "$PYTHON" -S -c 'import os, threading
t = threading.Thread(target=lambda: os.open("file", os.O_RDONLY)); t.start(); t.join()
pid = os.fork()
if not pid: os.open("file", os.O_RDONLY); os._exit(0)
os.waitpid(pid, 0); os._exit(0)'
count_log 2 ' descriptors? w(as|ere) not closed$'
count_log 3 '   [0-9]+ .*/file, opened by openat in .*, thread [0-9]+$'

needs cc
cat >leak.c <<'C'
#include <fcntl.h>
__attribute__((noinline)) static int read_users(void)
{
	int fd = open("/etc/passwd", O_RDONLY);

	__asm__("");
	return fd;
}
int main(void) { return read_users() < 0; }
C
cc -O1 -o leak leak.c || fail "cc"
zpoline run -s fdleak -a stack -o log -- ./leak
expect_status 0
find_log '^[0-9]+   3 /etc/passwd, opened by openat in read_users\+0x[0-9a-f]+ \(leak\), thread'
find_log '^ *#[0-9]+ main\+'
