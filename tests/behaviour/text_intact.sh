#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Only instructions are rewritten: libcrypto has bytes that look like a system
# call, all of them data, and stays as it is in the file.
. "$(dirname "$0")/../lib.sh"
needs_zero

script=/dev/null
hooked "$TEST_TARGETS/text_intact" libc.so
grep -qE '^libc.so: mapped, [1-9][0-9]{2,} bytes differ' out ||
	fail "libc was not rewritten"
TEST_LIB="$TEST_LIB libcrypto.so.3"
hooked "$TEST_TARGETS/text_intact" libcrypto.so
grep -q 'not mapped' out && skip "libcrypto.so.3 is not installed"
expect_out 'libcrypto.so: mapped, 0 bytes differ'
