#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A vfork child that vforks, and writes over the stack below the parent's
# frame, with handlers waiting for results on both sides.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same_output "$TEST_TARGETS/nested_vfork"
expect_status 0
find_log '^calls [1-9]'
