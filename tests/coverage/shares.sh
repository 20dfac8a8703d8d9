#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# How many call sites of the usual objects are rewritten, and why not. Of libc's
# nine of ten must be; the rest is printed.
. "$(dirname "$0")/../lib.sh"
needs lua5.4 ldd

# shares NAME OBJECT... -- COMMAND...: a line for each object of its run.
shares() {
	echo "$1:"
	shift
	objects=
	while [ "$1" != -- ]; do
		[ ! -e "$1" ] || objects="$objects $(readlink -f "$1")"
		shift
	done
	shift
	preload ZPOLINE_VERBOSE=2 ZPOLINE_LOG="$log" "$@"
	expect_status 0
	sed -n 's/^zpoline: \(.* call sites rewritten: .*\)/  \1/p' "$log"
	# shellcheck disable=SC2086 # a list of words
	lua5.4 "$here/shares.lua" "$log" $objects >shares || fail "no shares"
	sed 's/^/  /' shares
	rm -f "$log"
}

object() {
	ldd "$TEST_TARGETS/getpid" | sed -n "s,.*[	 ]\(/[^ ]*$1[^ ]*\) .*,\1,p"
}

shares 'every program' "$(object /libc.so)" "$(object /ld-linux)" -- \
	"$TEST_TARGETS/getpid"
read -r percent _ <shares
[ "$percent" -ge 90 ] || fail "$percent % of libc's sites are rewritten"

if node=$(command -v node); then
	shares node "$node" -- node -e ''
fi
if java=$(command -v java); then
	java=$(readlink -f "$java")
	shares java "$java" "${java%/bin/java}/lib/server/libjvm.so" -- \
		java -version
fi
exit 0
