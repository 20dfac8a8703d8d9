#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Every source names its licence, and says what it is for; nothing is left for later; no line ends in
# a blank; no path of a developer's machine.
. "$(dirname "$0")/../lib.sh"

cd "$root" || exit 1
find . \( -path ./.git -o -path './build*' \) -prune -o -type f \
	! -name 'LICENSE*' ! -name hygiene.sh -print >"$tmp/files"
status=0
complain() {
	[ -s "$tmp/found" ] || return
	echo "FAIL: $1:"
	cat "$tmp/found"
	status=1
}

grep -E '\.([chS]|cc|sh|inc|lua|map|cmake)$|CMakeLists\.txt$|/(bootstrap|run|compare|check|case)$' \
	"$tmp/files" | tr '\n' '\0' |
	xargs -0 grep -L 'SPDX-License-Identifier: MIT OR Apache-2.0' \
		>"$tmp/found"
complain "no licence line"
grep -E '^\./(src|bindings|include|lua|scripts|tests|examples)/.*\.([chS]|inc|lua)$' "$tmp/files" |
	while read -r path; do
		sed -n '1,4{/SPDX-License-Identifier/d;/^#!/d;p;}' "$path" | head -n 1 |
			grep -qE '^(/\*|--)' || echo "$path"
	done >"$tmp/found"
complain "no comment atop that says what it is for"
tr '\n' '\0' <"$tmp/files" | xargs -0 grep -nE '[[:blank:]]$' >"$tmp/found"
complain "blanks at the end of a line"
tr '\n' '\0' <"$tmp/files" |
	xargs -0 grep -nE '\<(TODO|FIXME|XXX)\>|(^|[^a-z.])/(work|home|root)/' \
		>"$tmp/found"
complain "left over"
# Check would write it to the file of the test's messages, where a killed child may leave half of one.
awk '/[^_]fork\(\)/ { forked = 1; next }
	forked && NF { if (!/== 0/) print FILENAME ":" FNR ": " $0; forked = 0 }' \
	tests/unit/*.c >"$tmp/found"
complain "the child of a fork asserts"
exit $status
