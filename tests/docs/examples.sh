#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What the headers of examples/ promise.
. "$(dirname "$0")/../lib.sh"
needs cc

cc -o dice "$root/examples/dice.c" || fail "examples/dice.c"
script=$root/examples/dice.lua
hooked ./dice
expect_status 0
expect_out '6 6 6 6 6'

script=$root/examples/hello.lua
echo hello >file
hooked cat file missing
expect_status 1
expect_out hello
expect_log "file	opened as 3
missing	ENOENT
2 calls of openat in process $(sed -n 's/.*process //p' "$log")"

# The same handler in Lua and in C.
script=$root/examples/short_reads.lua
printf 12345678 >eight
is_cut() {
	expect_status 0
	[ "$(cat out)" = "$1" ] || fail "read otherwise than $1"
}
hooked dd bs=8 count=1 if=eight status=none
is_cut 1234
hooked SHORT_MIN=9 dd bs=8 count=1 if=eight status=none
is_cut 12345678
cc -shared -fPIC -O2 -mgeneral-regs-only -I"$root/include" -o short_reads.so \
	"$root/examples/short_reads.c" || fail "examples/short_reads.c"
preload ZPOLINE_HOOK=./short_reads.so dd bs=8 count=1 if=eight status=none
is_cut 1234
preload ZPOLINE_HOOK=./short_reads.so SHORT_MIN=9 dd bs=8 count=1 if=eight status=none
is_cut 12345678
