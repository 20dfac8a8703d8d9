#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Numbers that no system call has come back as the kernel answers them.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same() {
	same_output "$TEST_TARGETS/wild_numbers" 460 500 511 512 600
	expect_status 0
	# without the net libc's _exit is not seen
	[ "$1" = bare ] || find_log '^calls [1-9]'
}
each 'auto bare zpoline nonet' same
