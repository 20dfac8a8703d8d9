#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Eight threads, every call hooked: none is lost, none is counted twice.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/threads" 8 2000
expect_status 0
expect_out '16000 calls'
expect_log 'counted 16000'
