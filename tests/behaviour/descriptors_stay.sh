#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The library's descriptors stay where they are while nothing comes near them, so that
# tables of descriptors stay small; and what a vfork child makes them do is for its own
# table: its maker's children are hooked.
. "$(dirname "$0")/../lib.sh"
needs_descriptors
# a limit that they are below
# shellcheck disable=SC3045 # dash and bash have it
ulimit -n 8192 2>/dev/null || skip "no more than $descriptors descriptors (ulimit -Hn)"

cat >stay.lua <<'LUA'
zp.hook("getppid", function() print "getppid" end)
LUA
script=$tmp/stay.lua
for mode_door in preload exec; do
	: >"$log"
	hooked "$TEST_TARGETS/descriptors_stay" flags
	expect_status 0
	expect_out 'flags
as large'
	hooked "$TEST_TARGETS/descriptors_stay" vfork
	expect_status 0
	expect_out 'child
child'
	count_log 2 '^getppid$'
	[ "$(wc -l <"$log")" -eq 2 ] || fail "more in the log"
done
