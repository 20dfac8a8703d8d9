#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# regs is good until its handler returns.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
expect_no_err
count_log 4 'handler has returned|after its handler returned'
