#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A hooked call takes less than a KiB of the program's stack: coroutines and
# alternate signal stacks are small.
. "$(dirname "$0")/../lib.sh"
needs_zero

script=$here/every.lua
hooked "$TEST_TARGETS/low_stack" 1024
expect_status 0
expect_out 1
find_log '^calls [1-9]'
script <<'LUA'
zp.hook("*", function(regs) return regs:call() end)
LUA
hooked "$TEST_TARGETS/low_stack" 1024
expect_status 0
expect_out 1
