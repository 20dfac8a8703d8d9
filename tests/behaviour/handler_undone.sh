#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What a handler has changed before it fails is as it was: the call, its number,
# its result, also where the handler has made the call once more.
. "$(dirname "$0")/../lib.sh"

echo text >file
hooked head -c 5 file
expect_status 0
expect_out text
expect_no_err
count_log 1 'in the call'
count_log 1 'returned a string'
count_log 1 'in the result'
count_log 1 'in another call'
count_log 1 '^(zpoline: )?write 5$'
count_log 1 '^(zpoline: )?read 5$'
count_log 0 'assertion failed'
