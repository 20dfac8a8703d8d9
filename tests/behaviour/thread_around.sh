#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The lock is not held while the kernel runs a call: threads that block inside
# regs:call() do not keep each other waiting.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/threads" 8 500
expect_status 0
expect_out '4000 calls'
expect_log 'results 4000'
