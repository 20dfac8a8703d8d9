#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# So do numbers far beyond the trampoline.
. "$(dirname "$0")/../lib.sh"
needs_zero

script=$here/every.lua
same_output "$TEST_TARGETS/wild_numbers" -1 4095 4096 100000 0x40000027
expect_status 0
find_log '^calls [1-9]'
