#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Messages that documents quote are what the library says: each line that is shown
# as "zpoline: ..." is made by one of its formats. What scripts say, with file and
# line, is not looked at.
. "$(dirname "$0")/../lib.sh"
needs strings

# Formats as expressions: what is filled in is any text. Those without words of
# their own would match all.
# shellcheck disable=SC2016 # no variables
strings -a -n 8 "$TEST_LIB" "$build/zpoline" | sed -E 's/[][\.*^$()+?{}|]/\\&/g
	s/%(\\\.\\\*)?[-0-9\.]*(l?[dux]|[Isc])/.*/g' |
	grep -E '[a-z ]{8}' | sort -u >formats
cat "$root"/*.md "$root"/docs/*.md "$root"/docs/*/*.md |
	sed -n '/^ *zpoline: [^ ]*\.lua:/d; s/^ *zpoline: //p' | sort -u >quoted
[ "$(wc -l <quoted)" -gt 15 ] || fail "too few messages are quoted"
while IFS= read -r line; do
	printf '%s\n' "$line" | grep -qxE -f formats || fail "nobody says: $line"
done <quoted
