#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The calls of a child that has asked to be traced are seen, though none of them may trap.
. "$(dirname "$0")/../lib.sh"

targets_for_all traceme
native "$TEST_TARGETS/traceme"
[ "$status" -ne 77 ] || skip "no ptrace"
script <<'LUA'
zp.hook("getppid", function() print("seen") end)
LUA
for mode in auto user exec; do
	mode "$mode"
	: >"$log"
	hooked "$TEST_TARGETS/traceme"
	expect_status 0
	count_log 3 '^seen$'
done
