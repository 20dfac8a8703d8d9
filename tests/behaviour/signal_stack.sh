#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Hooked calls in a handler on an alternate signal stack.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same_output "$TEST_TARGETS/altstack"
expect_status 0
find_log '^calls [1-9]'
