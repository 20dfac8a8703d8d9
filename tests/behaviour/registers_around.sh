#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# And one whose handler makes the call itself, between two pieces of work.
. "$(dirname "$0")/../lib.sh"

same_output "$TEST_TARGETS/registers"
expect_status 0
find_log '^around [1-9][0-9]+$'
