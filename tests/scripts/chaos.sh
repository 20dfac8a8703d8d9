#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/chaos.lua: the same seed, the same faults; another, others.
. "$(dirname "$0")/../cli/cli.sh"

work='import os
s = ""
for i in range(200):
    try:
        os.getppid(); os.close(os.open("/dev/null", os.O_RDONLY)); s += "."
    except OSError as e:
        s += "x"
print(s)'
once() {
	zpoline run -s chaos -a "$1 after=200 openat" -o log -- "$PYTHON" -c "$work"
	expect_status 0
}
work=$(echo "$work" | sed 's/range(200)/range(600)/')
once 'seed=42 prob=0.3'
find_log '^[0-9]+ chaos: seed=42 prob=0.3$'
find_log 'chaos: openat failed with E[A-Z]+ [0-9]+ times'
grep -q 'x\..*x' out || fail "no fault among calls that succeed"
cp out first
once 'seed=42 prob=0.3'
cmp -s first out || fail "the same seed gives other faults"
once 'seed=43 prob=0.3'
! cmp -s first out || fail "another seed gives the same faults"
# calls that copy fail as those that write do
zpoline run -s chaos -a 'seed=1 prob=1 copy_file_range sendmsg' -o log -- "$PYTHON" -c '
import os, socket
a, b = socket.socketpair()
for call in (lambda: os.copy_file_range(os.open("one", os.O_RDONLY | os.O_CREAT),
                                        os.open("two", os.O_WRONLY | os.O_CREAT), 1),
             lambda: a.sendmsg([b"x"])):
    try: print(call())
    except OSError as e: print(e.errno in (4, 5, 28, 32, 104))'
expect_out 'True
True'
zpoline run -s chaos -a 'openn' -o log -- true
expect_status 125
