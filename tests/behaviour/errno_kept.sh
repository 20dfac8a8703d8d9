#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Handlers and their own failing calls do not touch the program's errno.
. "$(dirname "$0")/../lib.sh"

same_output "$TEST_TARGETS/errno"
expect_status 0
find_log ENOENT
