#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# pthread_cancel unwinds through a call that is blocked.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same_output "$TEST_TARGETS/cancel"
expect_status 0
find_log '^calls [1-9]'
