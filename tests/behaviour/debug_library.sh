#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The debug library breaks neither the interpreter nor the program, whatever of ours it
# is used on.
. "$(dirname "$0")/../lib.sh"

attacked() {
	for round in everything metamethods types stacks upvalues hidden coroutine bytecode; do
		: >"$log"
		hooked ZPOLINE_ARGS=$round "$TEST_TARGETS/growth" 5
		expect_status 0
		find_log "^done	$round$"
		! grep -a 'errors\? in' "$log" || fail "$round failed"
	done
}
each 'auto thread' attacked
