#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler that returns what is no result: a message, and the call goes on.
. "$(dirname "$0")/../lib.sh"

hooked sh -c 'echo text; echo more'
expect_status 0
expect_out 'text
more'
count_log 1 'returned a string'
