#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Of large files that become code only what is there is read.
. "$(dirname "$0")/../lib.sh"

script </dev/null
native "$TEST_TARGETS/late_sparse" "$TEST_TARGETS/late-separate-code.so" "$tmp"
[ "$status" -ne 77 ] || skip "no sparse files of 4 GiB here"
soon() {
	hooked "$TEST_TARGETS/late_sparse" \
		"$TEST_TARGETS/late-separate-code.so" "$tmp"
	expect_status 0
	! grep -v ': soon$' "$tmp/out" || fail "$1: not all is soon"
}
each 'auto zpoline' soon
