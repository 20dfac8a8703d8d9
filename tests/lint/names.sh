#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A static function's name stands in two files at most: a breakpoint on it, or a look for
# it, finds one. A verb and a noun are seldom taken.
. "$(dirname "$0")/../lib.sh"

cd "$root" || exit 1
find src bindings -name '*.[ch]' ! -path '*/CMakeFiles/*' | sort | while read -r path; do
	tr '\n' ' ' <"$path" |
		sed 's,/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/,,g; s/"[^"]*"/""/g' |
		# one definition a line: its head ends with "{"
		sed 's/[;{}]/&\n/g' |
		sed -n 's/^[^=(]*\<static [^=;(]*[ *]\([a-z_0-9]\+\)(.*{$/\1/p
			s/^.*__attribute__((.*)) static [^=;(]*[ *]\([a-z_0-9]\+\)(.*{$/\1/p' |
		sort -u
done | sort | uniq -c | awk '$1 > 2 { print $2 }' >"$tmp/found"
[ "$(find src bindings -name '*.c' | wc -l)" -gt 100 ] || fail "no sources"
[ ! -s "$tmp/found" ] || {
	cat "$tmp/found"
	fail "static functions of these names stand in three files or more"
}
