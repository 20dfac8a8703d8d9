#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler answers a call; the kernel is not asked.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
expect_out 42
[ -z "$PYTHON" ] || {
	hooked "$PYTHON" -c 'import os; print(os.getpid(), os.getppid() > 0)'
	expect_status 0
	expect_out '42 True'
}
expect_no_err
