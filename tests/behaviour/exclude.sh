#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_EXCLUDE: call sites of these objects stay as they are; the
# net still sees their calls.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
left_alone() {
	hooked "$TEST_TARGETS/getpid"
	expect_out 42
	hooked ZPOLINE_SUD=off ZPOLINE_EXCLUDE=nothing.so:libc.so.6 \
		"$TEST_TARGETS/getpid"
	expect_status 0
	[ "$(cat out)" -gt 42 ] || fail "$1: libc was rewritten"
	"$TEST_TARGETS/has_sud" || return 0
	hooked ZPOLINE_EXCLUDE=nothing.so:libc.so.6 "$TEST_TARGETS/getpid"
	expect_out 42
	hooked ZPOLINE_EXCLUDE=libc.so.6 "$TEST_TARGETS/text_intact" libc.so.6
	expect_out 'libc.so.6: mapped, 0 bytes differ'
}
each 'auto zpoline' left_alone
