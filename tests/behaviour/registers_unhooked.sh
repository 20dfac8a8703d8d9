#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A call that no script asked for keeps every register.
. "$(dirname "$0")/../lib.sh"
needs_zero

script=/dev/null
same_output "$TEST_TARGETS/registers"
expect_status 0
