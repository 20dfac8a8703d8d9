#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_VERBOSE=1 tells what was rewritten and which way the calls took.
. "$(dirname "$0")/../lib.sh"
needs_zero

preload ZPOLINE_VERBOSE=1 true
expect_status 0
expect_no_out
find_err '^zpoline: .* [1-9][0-9]* call sites'

# Execute-only memory needs protection keys, and the kernel to use them.
if grep -qw ospke /proc/cpuinfo; then
	! grep -q 'null pointers can be read' "$tmp/err" ||
		fail "page 0 is said to be readable"
else
	find_err '^zpoline: null pointers can be read'
fi

find_err '^zpoline: no script: nothing is hooked'
script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
hooked ZPOLINE_VERBOSE=1 "$TEST_TARGETS/getpid"
expect_out 42
find_log '^zpoline: calls: [1-9][0-9]* plain, [1-9][0-9]* with care in C, 0 to C hooks, 1 to scripts; 0 of them by the net'
hooked ZPOLINE_VERBOSE=1 ZPOLINE_ENGINE=sud "$TEST_TARGETS/getpid"
"$TEST_TARGETS/has_sud" || exit 0
find_log '1 to scripts; [1-9][0-9]* of them by the net'
hooked ZPOLINE_VERBOSE=1 "ZPOLINE_EXCLUDE=*" "$TEST_TARGETS/getpid"
find_log 'ZPOLINE_EXCLUDE names all objects'
