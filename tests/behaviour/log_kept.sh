#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The log's descriptor is out of the program's reach: it stays open in one that
# closes all descriptors, and does not take one that the program wants.
. "$(dirname "$0")/../lib.sh"
needs_descriptors

hooked "$TEST_TARGETS/close_all"
expect_status 0
expect_out 'descriptors 3 1000
mine'
count_log 2 '^getppid$'
