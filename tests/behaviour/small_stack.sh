#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Handlers need next to nothing of the program's stack.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same_output "$TEST_TARGETS/small_stack"
expect_status 0
find_log '^calls [1-9]'
