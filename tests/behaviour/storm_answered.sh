#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# No call escapes its hook while signals come, in any way that it is caught.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getppid", function() return 4242 end)
LUA
all() {
	hooked "$TEST_TARGETS/storm_answered"
	expect_status 0
	expect_out all
}
each 'auto bare zpoline nonet' all
