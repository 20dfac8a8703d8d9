#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/redirect.lua: files and folders, absolute, relative and by descriptor.
. "$(dirname "$0")/../cli/cli.sh"

mkdir real there there/sub
echo real >real/a
echo other >there/a
echo below >there/sub/b
run_() { zpoline run -s redirect -a "$tmp/real=$tmp/there" -o log -- "$@"; }
run_ cat "$tmp/real/a" "$tmp/./real/../real//a"
expect_out 'other
other'
run_ cat real/a real/sub/b
expect_out 'other
below'
run_ sh -c 'cd real && cat sub/b'
expect_out below
run_ "$PYTHON" -c "
import os
d = os.open('$tmp', os.O_RDONLY)
print(os.read(os.open('real/a', os.O_RDONLY, dir_fd=d), 9))
os.rename('real/a', 'c', src_dir_fd=d)
print('done')"
expect_out "b'other\\n'
done"
[ "$(cat c)" = other ] || fail "the file beneath was not renamed"
[ "$(cat real/a)" = real ] || fail "the file itself was touched"
mkdir 'with blank'
echo blank >'with blank/f'
zpoline run -s redirect -a "/x=$tmp/with\\_blank verbose" -o log -- cat /x/f
expect_out blank
find_log '^[0-9]+ openat: /x/f -> .*/with blank/f$'
# through links that lead there, and by names of descriptors
echo other >there/a
ln -s real alias
ln -s real/a one
run_ cat alias/sub/b one alias/../real/a
expect_out 'below
other
other'
run_ sh -c 'rm one; test ! -L one && exec 3<real/a && cat /proc/self/fd/3'
expect_out other
# the root that openat2 is given is not ours
cat >root.py <<'PY'
import ctypes, os, struct
libc = ctypes.CDLL(None)
os.makedirs("root/virtual")
with open("root/virtual/f", "w") as f: f.write("in the root")
d = os.open("root", os.O_RDONLY)
for path, resolve in [(b"/virtual/f", 16), (b"virtual/f", 8), (b"/virtual/f", 8), (b"/virtual/f", 0)]:
    f = libc.syscall(437, d, path, struct.pack("QQQ", 0, 0, resolve), 24)
    print(os.read(f, 20) if f >= 0 else "none")
e = os.open("/", os.O_RDONLY)
f = libc.syscall(437, e, b"virtual/f", struct.pack("QQQ", 0, 0, 8), 24)
print(os.read(f, 20) if f >= 0 else "none")
PY
echo virtual >there/f
zpoline run -s redirect -a "/virtual=$tmp/there" -o log -- "$PYTHON" root.py
expect_out "b'in the root'
b'in the root'
none
b'virtual\\n'
b'virtual\\n'"

zpoline run -s redirect -a '/x=y' -o log -- true
expect_status 125
find_err 'is not /FROM=/TO'
