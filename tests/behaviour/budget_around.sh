#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler that makes the call again and again is stopped by its budget, also if
# another one inside, that is over it each time, is stopped before.
. "$(dirname "$0")/../lib.sh"

TEST_TIMEOUT=20
hooked "$TEST_TARGETS/threads" 1 2
expect_status 0
expect_out '2 calls'
count_log 2 'stopped: more than 1000 Lua instructions'
count_log 1 ' 2 errors in 2 calls '
