#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A call through a null function pointer ends as it always did, although there
# is code at address 0; so does a write there.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() print("a system call") end)
LUA
as_ever() {
	hooked "$TEST_TARGETS/null_call"
	expect_status 139
	expect_no_out
	hooked "$TEST_TARGETS/null_call" write
	expect_status 139
	same_output "$TEST_TARGETS/null_call" caught
	expect_status 0
	[ ! -s "$log" ] || fail "taken for a system call"
}
each 'auto zpoline nonet' as_ever
