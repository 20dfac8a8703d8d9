#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Numbers that no system call has come back as the kernel answers them.
. "$(dirname "$0")/../lib.sh"
needs_zero

script=$here/every.lua
same_output "$TEST_TARGETS/wild_numbers" 460 500 511 512 600
expect_status 0
find_log '^calls [1-9]'
