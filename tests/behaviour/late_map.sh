#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Code that becomes executable in other ways than a loader's is rewritten too;
# call sites move with their code, and where one has gone a call through a null
# pointer is what it always was.
. "$(dirname "$0")/../lib.sh"

cat >expected <<'TEXT'
mprotect: hooked
mprotect again: hooked
pkey_mprotect: hooked
mprotect of one page: hooked
moved: hooked
cut: hooked
grown: hooked
mapped over: a null call ends by signal 11
unmapped: a null call ends by signal 11
moved away: a null call ends by signal 11
shared memory: a null call ends by signal 11
shared: left alone
writable: left alone
TEXT
script <<'LUA'
zp.hook("getppid", function() return 4242 end)
LUA
late_map() {
	for layout in separate-code noseparate-code; do
		hooked "$TEST_TARGETS/late_map" \
			"$TEST_TARGETS/late-$layout.so"
		expect_status 0
		diff expected out || fail "$1: not as expected (<)"
	done
}
each 'bare nonet' late_map
