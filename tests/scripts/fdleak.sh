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
