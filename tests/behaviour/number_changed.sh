#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler that changes rax turns one call into another.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
grep -qx '[0-9]* (the parent)' out || fail "not the parent's id"
