#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# So do numbers far beyond the trampoline, and such as have no stub of their own.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same() {
	same_output "$TEST_TARGETS/wild_numbers" -1 4090 4091 4095 4096 65536 \
		65575 100000 0x40000027
	expect_status 0
	# without the net libc's _exit is not seen
	[ "$1" = bare ] || find_log '^calls [1-9]'
}
each 'auto bare zpoline nonet' same
