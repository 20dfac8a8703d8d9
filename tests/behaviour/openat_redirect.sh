#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler makes a program open another file.
. "$(dirname "$0")/../lib.sh"

echo 'the other file' >other
hooked ZPOLINE_ARGS="$tmp/other" cat /etc/hosts
expect_status 0
expect_out 'the other file'
hooked ZPOLINE_ARGS="$tmp/other" cat /etc/passwd
cmp -s out /etc/passwd || fail "another path was redirected as well"
