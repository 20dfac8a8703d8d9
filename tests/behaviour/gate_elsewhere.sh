#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Where the program's own data lies in the gate's usual place, the gate finds
# another one; and so do the stubs of a program that is not to be moved.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same() {
	same_output "$TEST_TARGETS/big_bss"
	expect_status 0
	# without the net libc's _exit is not seen
	[ "$1" = bare ] || find_log '^calls [1-9]'
}
each 'auto bare zpoline nonet' same
