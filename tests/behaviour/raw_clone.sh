#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Tasks made by clone with a stack of their own, without libc's help.
. "$(dirname "$0")/../lib.sh"

same_output "$TEST_TARGETS/raw_clone" clone
expect_status 0
find_log '^gettid [1-9]'
