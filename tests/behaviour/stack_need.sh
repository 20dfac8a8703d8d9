#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A hooked call takes less than a KiB of the program's stack: coroutines and
# alternate signal stacks are small.
. "$(dirname "$0")/../lib.sh"

# MODE: not those in which each call is a signal, which takes some KiB.
little() {
	script=$here/every.lua
	hooked "$TEST_TARGETS/low_stack" 1024
	expect_status 0
	expect_out 1
	# without the net libc's _exit is not seen
	[ "$1" = bare ] || find_log '^calls [1-9]'
	script <<'LUA'
zp.hook("*", function(regs) return regs:call() end)
LUA
	hooked "$TEST_TARGETS/low_stack" 1024
	expect_status 0
	expect_out 1
}
each 'auto bare zpoline nonet' little
