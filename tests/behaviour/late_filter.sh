#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program that has put itself under a seccomp filter is not asked to make
# calls for late code's sake.
. "$(dirname "$0")/../lib.sh"

script </dev/null
alive() {
	same_output "$TEST_TARGETS/late_filter" \
		"$TEST_TARGETS/late-separate-code.so"
	expect_status 0
	expect_out alive
}
each 'auto zpoline' alive
