#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Only instructions are rewritten: libcrypto has bytes that look like a system
# call, all of them data, and stays as it is in the file.
. "$(dirname "$0")/../lib.sh"

script=/dev/null
intact() {
	hooked "$TEST_TARGETS/text_intact" libc.so
	grep -qE '^libc.so: mapped, [1-9][0-9]{2,} bytes differ' out ||
		fail "$1: libc was not rewritten"
	LIB=$TEST_LIB
	TEST_LIB="$TEST_LIB libcrypto.so.3"
	hooked "$TEST_TARGETS/text_intact" libcrypto.so
	TEST_LIB=$LIB
	grep -q 'not mapped' out && skip "libcrypto.so.3 is not installed"
	expect_out 'libcrypto.so: mapped, 0 bytes differ'
}
each 'auto zpoline' intact
