#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler that returns nothing after regs:call() keeps the call's result, and
# may look at it.
. "$(dirname "$0")/../lib.sh"

echo text >file
hooked head file
expect_status 0
expect_out text
find_log '^read 5$'
hooked head missing
expect_status 1
find_err 'No such file'
