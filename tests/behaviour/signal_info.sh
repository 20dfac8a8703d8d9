#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What signal handlers are told, and calls made in them.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
same_output "$TEST_TARGETS/signal_info"
expect_status 0
find_log '^calls [1-9]'
