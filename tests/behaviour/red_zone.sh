#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Leaf functions keep what they have below the stack pointer across a system
# call, where a call instruction in its place would write.
. "$(dirname "$0")/../lib.sh"
needs_zero

script=$here/every.lua
same_output "$TEST_TARGETS/redzone"
expect_status 0
find_log '^calls [1-9]'
