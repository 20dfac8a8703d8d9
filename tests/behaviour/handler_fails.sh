#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A failing handler: one message with a traceback, the calls go on unchanged,
# and at the end the number of failures.
. "$(dirname "$0")/../lib.sh"

hooked sh -c 'echo 1; echo 2; echo 3; echo 4; echo 5'
expect_status 0
expect_out '1
2
3
4
5'
expect_no_err
count_log 1 'handler_fails.lua:[0-9]+: .*nil value'
count_log 1 'stack traceback'
find_log '5 errors in 5 calls of the hook on'
