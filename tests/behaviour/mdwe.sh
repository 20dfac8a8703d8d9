#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Under PR_SET_MDWE, as systemd's MemoryDenyWriteExecute sets it: sites are
# rewritten through /proc/self/mem, and hooks work, late ones too.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getppid", function()
  zp.hook("getpid", function() return 42 end)
end)
zp.hook("getpid", function() return 41 end)
LUA
under_mdwe() {
	# shellcheck disable=SC2086 # a list of words
	run "$TEST_TARGETS/mdwe" env LD_PRELOAD="$TEST_LIB" ZPOLINE_VERBOSE=1 \
		ZPOLINE_SCRIPT="$script" ZPOLINE_LOG="$log" $mode_variables \
		"$TEST_TARGETS/getpid"
	[ "$status" -ne 77 ] || skip "$(cat "$tmp/out")"
	expect_status 0
	expect_out 41
	find_log '^zpoline: .* [1-9][0-9]* call sites rewritten'
}
each 'auto zpoline' under_mdwe
