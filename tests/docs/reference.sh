#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What the documents are meant to have: each entry of docs/api.md where it can be
# used, its errors and an example; docs/cookbook.md 25 scripts or more, short ones;
# docs/errors.md messages that tests/catalogue expects.
. "$(dirname "$0")/../lib.sh"

# Headings that follow one another are one entry.
awk '/^## / {
		if (text && named && !(where && example)) print named
		if (text) where = example = text = 0
		named = $0 ~ /^## (zp|regs|require)/ ? $0 : ""
		next
	}
	NF { text = 1 }
	/^\*Where: .*Errors: / { where = 1 }
	/^```lua$/ { example = 1 }' "$root/docs/api.md" >bare
[ ! -s bare ] || fail "no place, errors or example: $(cat bare)"

awk '/^```lua$/ { scripts++; lines = -1; on = 1 }
	/^```$/ && on { on = 0; if (lines > 16) print "a script of " lines - 1 " lines" }
	{ lines++ }
	END { if (scripts < 25) print scripts " scripts" }' "$root/docs/cookbook.md" >long
[ ! -s long ] || fail "docs/cookbook.md: $(cat long)"

awk -F'`' '$1 == "| " { n = split($0, word, " "); print word[n - 1], $2 }' \
	"$root/docs/errors.md" >messages
[ "$(wc -l <messages)" -gt 20 ] || fail "docs/errors.md has too few messages"
while read -r name message; do
	file=$root/tests/catalogue/$name.lua
	[ -e "$file" ] || fail "there is no tests/catalogue/$name.lua"
	printf '%s\n' "$message" |
		grep -qE -e "$(sed -n 's/^-- says: //p' "$file")" ||
		fail "docs/errors.md: $name says something else"
done <messages
