#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.on("exit") runs once in each process, forked children included.
. "$(dirname "$0")/../lib.sh"

hooked sh -c '(exit 1); (exit 2); echo done'
expect_status 0
expect_out 'done'
[ "$(sort -u "$log" | wc -l)" -eq 3 ] || fail "not three processes"
count_log 3 '^exit of [0-9]+$'

# by exec nothing ends
: >"$log"
hooked sh -c 'exec true'
expect_status 0
count_log 1 '^exit of [0-9]+$'
