#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Signal handlers that leave a blocking call by siglongjmp.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same_output "$TEST_TARGETS/longjmp"
expect_status 0
find_log '^calls [1-9]'
