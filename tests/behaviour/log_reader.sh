#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Whoever reads the log, a pipe or a socket, goes while a line waits for it: the
# program gets no SIGPIPE, and goes on.
. "$(dirname "$0")/../lib.sh"
targets_for_all lines

script <<'LUA'
local line = ("a line "):rep(50)
zp.hook("getppid", function() print(line) end)
LUA
check() {
	for kind in pipe socket; do
		# shellcheck disable=SC2086 # words
		native env LINES_PRELOAD="$TEST_LIB" $mode_variables \
			ZPOLINE_SCRIPT="$script" "$TEST_TARGETS/lines" 2000 $kind
		expect_status 0
		expect_out 'done: seen 0, pending 0 0'
		# shellcheck disable=SC2086 # words
		native env LINES_PRELOAD="$TEST_LIB" $mode_variables \
			ZPOLINE_SCRIPT="$script" "$TEST_TARGETS/lines" 2000 $kind handle
		expect_out 'done: seen 0, pending 0 0'
		# shellcheck disable=SC2086 # words
		native env LINES_PRELOAD="$TEST_LIB" $mode_variables \
			ZPOLINE_SCRIPT="$script" "$TEST_TARGETS/lines" 2000 $kind block
		expect_out 'done: seen 0, pending 1 1'
	done
}
each 'auto user sud thread' check
