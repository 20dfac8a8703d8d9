#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A thread whose thread-local block is none of libc's.
. "$(dirname "$0")/../lib.sh"

script=$here/raw_clone.lua
same_output "$TEST_TARGETS/raw_clone" tls
expect_status 0
find_log '^gettid [1-9]'
