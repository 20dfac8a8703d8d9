#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The states of a process's later threads are copies of one that is open: there
# is the same in all of them, and it works.
. "$(dirname "$0")/../lib.sh"

hooked ZPOLINE_STATE=thread "$TEST_TARGETS/threads" 12 100
expect_status 0
expect_out '1200 calls'
[ "$(wc -l <log)" -eq 64 ] || fail 'not 13 starts of 4 lines and 12 calls'
[ "$(sort -u log | wc -l)" -eq 5 ] || fail 'states differ'
