#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/hist.lua: as many calls as were made.
. "$(dirname "$0")/../cli/cli.sh"

zpoline run -s hist -a 'write %network' -o log -- dd if=/dev/zero of=/dev/null bs=1 count=50 status=none
expect_status 0
find_log '^[0-9]+ dd: write, 50 calls$'
count_log 1 ' calls$'
find_log '^50 calls, .* on average$'
[ "$(awk '/\|/ { n += $(NF - 1) ~ /^[0-9]+$/ ? $(NF - 1) : $3 } END { print n }' log)" -eq 50 ] ||
	fail "the bars are not 50 calls"
