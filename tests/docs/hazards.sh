#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The table of hazards names every transparency target, and no test that is not
# there.
. "$(dirname "$0")/../lib.sh"

sed -n '/^## Hazards/,/^## Lua/p' "$root/docs/internals.md" | grep '^|' >table
tr -c 'a-z0-9_.' '\n' <table | sort -u >words

for path in "$root"/tests/transparency/*.c; do
	name=$(basename "$path" .c)
	grep -qx "$name" words || fail "transparency.$name is not in the table"
done
sed -n 's/^behaviour\.//p' words | while read -r name; do
	[ -e "$root/tests/behaviour/$name.sh" ] ||
		fail "there is no behaviour.$name"
done || exit 1
sed 's/.*|\([^|]*\)|$/\1/' table | tr ';' ' ' | tr ' ' '\n' |
	grep -x '[a-z]*_[a-z0-9_]*' | sort -u | while read -r name; do
	[ -e "$root/tests/transparency/$name.c" ] ||
		fail "there is no transparency.$name"
done
