#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What docs/internals.md names is there: the files that its section "Where is ..."
# leads to, among them one of each room at least; all other files by their names;
# and functions and variables.
. "$(dirname "$0")/../lib.sh"

page=$root/docs/internals.md
cd "$root" || exit 1
status=0
wrong() {
	echo "FAIL: $*"
	status=1
}

# shellcheck disable=SC2016 # code spans
sed -n '/^## Where is/,/^## [^W]/s/^| \(.*\) | `\([^`]*\)` |$/\2 \1/p' "$page" >"$tmp/answers"
[ "$(wc -l <"$tmp/answers")" -ge 40 ] || wrong "fewer than 40 questions"
while read -r file question; do
	[ -f "$file" ] || wrong "$question: there is no $file"
	case $question in
	*\?) ;;
	*) wrong "$question: not a question" ;;
	esac
done <"$tmp/answers"
sed -n '/^#/d; / > /d; s/^\([^ ]*\) .*/\1/p' tests/lint/rooms | while read -r room; do
	grep -qE "^(src/)?$room/[^/ ]* " "$tmp/answers" || echo "$room"
done >"$tmp/rooms"
[ ! -s "$tmp/rooms" ] || wrong "no question leads to $(cat "$tmp/rooms")"

# Code spans and drawings: files, and names with an underscore or parentheses.
# shellcheck disable=SC2016 # code spans
grep -o '`[^`]*`' "$page" | tr -d '`' | sort -u >"$tmp/spans"
find src bindings include lua scripts tests -type f | sort >"$tmp/files"
{
	grep -E '^[A-Za-z0-9_./-]+\.([chS]|lua|sh|txt)$' "$tmp/spans"
	sed -n 's/^    //p' "$page" | grep -oE '[A-Za-z0-9_./-]+\.[chS]\b'
} | while read -r name; do
	grep -qE "(^|/)$name\$" "$tmp/files" || echo "$name"
done >"$tmp/missing"
[ ! -s "$tmp/missing" ] || wrong "there is no file $(cat "$tmp/missing")"

grep -E '^(src|bindings|include|lua)/.*\.([chS]|lua)$' "$tmp/files" | tr '\n' '\0' | xargs -0 cat |
	grep -oE '[A-Za-z_][A-Za-z0-9_]*' | sort -u >"$tmp/words"
{
	grep -oE '\b[a-z][a-z0-9_]*\(\)' "$page" | tr -d '()'
	grep -E '^[a-z][a-z0-9]*(_[a-z0-9]+)+$' "$tmp/spans"
	sed -n 's/^    //p' "$page" | grep -oE '\b[a-z][a-z0-9]*(_[a-z0-9]+)+\b'
} | sort -u | comm -23 - "$tmp/words" >"$tmp/unknown"
[ ! -s "$tmp/unknown" ] || wrong "names that no source has: $(cat "$tmp/unknown")"
exit $status
