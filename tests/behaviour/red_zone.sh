#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Leaf functions keep what they have below the stack pointer across a system
# call, where a call instruction in its place would write, and a far stub calls.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same() {
	same_output "$TEST_TARGETS/redzone"
	expect_status 0
	# without the net libc's _exit is not seen
	[ "$1" = bare ] || find_log '^calls [1-9]'
}
each 'auto bare zpoline nonet' same
