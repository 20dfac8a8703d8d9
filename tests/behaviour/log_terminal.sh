#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program in the background of a terminal where such may not write (stty tostop)
# is not stopped for lines of the log, which come; for its own it is.
. "$(dirname "$0")/../lib.sh"
targets_for_all background getpid

script <<'LUA'
zp.hook("getpid", function() print("a line") end)
LUA
# shellcheck disable=SC2086 # a list of words
check() {
	native "$TEST_TARGETS/background" env LD_PRELOAD="$TEST_LIB" \
		ZPOLINE_SCRIPT="$script" $mode_variables "$TEST_TARGETS/getpid"
	[ "$status" -ne 77 ] || skip "no terminals here"
	find_out '^ended with 0$'
	find_out '^a line'
	native "$TEST_TARGETS/background" env LD_PRELOAD="$TEST_LIB" \
		ZPOLINE_SCRIPT="$script" $mode_variables sh -c 'echo own >&2'
	find_out '^stopped by Stopped \(tty output\)$'
}
each 'auto user sud' check
