#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# So does one that shares its landing slot with a hooked number.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook({ 36, 37, 38, 40 }, function() return 0 end)
LUA
same() {
	same_output "$TEST_TARGETS/registers"
	expect_status 0
}
each 'auto zpoline' same
