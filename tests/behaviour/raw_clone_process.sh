#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A child process that starts on a new stack.
. "$(dirname "$0")/../lib.sh"

script=$here/raw_clone.lua
same_output "$TEST_TARGETS/raw_clone" process
expect_status 0
find_log '^gettid 1$'
