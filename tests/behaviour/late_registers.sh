#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A call that maps code, which is disassembled there, changes no register.
. "$(dirname "$0")/../lib.sh"

script </dev/null
same() {
	same_output "$TEST_TARGETS/registers" \
		"$TEST_TARGETS/late-separate-code.so"
	expect_status 0
}
each 'auto zpoline' same
