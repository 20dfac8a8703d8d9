#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The same with clone3.
. "$(dirname "$0")/../lib.sh"

script=$here/raw_clone.lua
same_output "$TEST_TARGETS/raw_clone" clone3
expect_status 0
find_log '^gettid [1-9]'
