#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.raw_syscall goes past the hooks that would come next.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
grep -qx '[0-9]* (the parent)' out && fail "wrong call"
[ "$(cat out)" != 42 ] || fail "the second hook was asked"
expect_log 'raw true'
