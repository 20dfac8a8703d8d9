#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program without privileges is hooked at full speed, and nothing is said. What
# needs address 0 says so and does not run; the net alone needs nothing.
. "$(dirname "$0")/../lib.sh"

as_user
chmod 755 "$tmp"
cp "$TEST_TARGETS/getpid" .
chmod 755 getpid
script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA

preload ./getpid
expect_status 0
[ "$(cat out)" -gt 42 ] || fail "something is hooked"
expect_no_err

# the log is standard error
preload ZPOLINE_SCRIPT="$script" ./getpid
expect_status 0
expect_out 42
expect_no_err
preload ZPOLINE_SCRIPT="$script" ZPOLINE_SUD=off ./getpid
expect_status 0
expect_out 42
expect_no_err
preload ZPOLINE_SCRIPT="$script" ZPOLINE_VERBOSE=1 ./getpid
expect_out 42
find_err '^zpoline: .* ([4-9][0-9]{2}|[0-9]{4,}) jumps, .* 0 calls$'
find_err '^zpoline: calls: .* 1 to scripts; [0-9] of them by SIGSYS$'

if "$TEST_TARGETS/has_sud"; then
	preload ZPOLINE_SCRIPT="$script" ZPOLINE_ENGINE=sud ./getpid
	expect_status 0
	expect_out 42
	expect_no_err
fi

[ "$(cat /proc/sys/vm/mmap_min_addr)" -gt 0 ] ||
	skip "well, but vm.mmap_min_addr is 0: everybody may map address 0"
for variable in ZPOLINE_SUD=off ZPOLINE_SUD=auto; do
	preload ZPOLINE_SCRIPT="$script" ZPOLINE_ENGINE=zpoline $variable \
		./getpid
	expect_status 125
	expect_no_out
	find_err '^zpoline: .*vm\.mmap_min_addr.*CAP_SYS_RAWIO.*Remedy: '
done
