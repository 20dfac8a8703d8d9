#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A call that no script asked for keeps every register.
. "$(dirname "$0")/../lib.sh"

script=/dev/null
same() {
	same_output "$TEST_TARGETS/registers"
	expect_status 0
}
each 'auto bare zpoline nonet sud' same
