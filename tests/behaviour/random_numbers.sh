#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The random numbers of two states are not the same, of one process or of two.
. "$(dirname "$0")/../lib.sh"

hooked ZPOLINE_STATE=thread "$TEST_TARGETS/threads" 8 2
expect_status 0
for i in 1 2 3 4; do
	hooked ZPOLINE_STATE=thread "$TEST_TARGETS/threads" "$i" 2
	expect_status 0
done
[ "$(wc -l <log)" -eq 23 ] || fail 'not 9 states, and 2 to 5'
[ "$(sort -u log | wc -l)" -eq 23 ] || fail 'two are alike'
