#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# An exit handler replaces the result that the kernel gave.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
expect_out 7
