#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Where the program's own data lies in the gate's usual place, the gate finds
# another one.
. "$(dirname "$0")/../lib.sh"
needs_zero

script=$here/every.lua
same_output "$TEST_TARGETS/big_bss"
expect_status 0
find_log '^calls [1-9]'
