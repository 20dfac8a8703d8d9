#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Forks of a process whose other threads are inside hooked calls.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same_output "$TEST_TARGETS/fork_threads"
expect_status 0
find_log '^calls [1-9]'
