#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# And a call whose handlers use all that Lua has.
. "$(dirname "$0")/../lib.sh"

same_output "$TEST_TARGETS/registers"
expect_status 0
find_log '^handled [1-9][0-9]+$'
