#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline list: each shipped script with its line; run -s finds it by that name.
. "$(dirname "$0")/cli.sh"

zpoline list
expect_status 0
cp out listed
set -- "$root"/scripts/*.lua
[ "$(wc -l <listed)" -eq $# ] ||
	fail "not all scripts are listed"
awk 'length > 80 || NF < 4 { exit 1 }' listed || fail "a line is too long or empty"
while read -r name _; do
	[ -e "$root/scripts/$name.lua" ] || fail "$name is not there"
	zpoline list "$name"
	expect_status 0
	find_out "^$name: "
	find_out "zpoline (run .*-s $name|trace) "
done <listed
