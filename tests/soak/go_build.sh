#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# go build -a of a server, without cgo and with it: with a handler on every call the same
# program comes out, and each program that strace -f sees executed has run the script.
# shellcheck disable=SC2034 # for lib.sh
TEST_TIMEOUT=1500
. "$(dirname "$0")/../lib.sh"
needs go gcc strace
strace -o /dev/null true 2>/dev/null || skip "strace may not trace here"

cp -r "$root/tests/cli/calls/go" source && cd source || exit 1
export GOFLAGS=-trimpath GOCACHE="$tmp/cache"
for cgo in 0 1; do
	export CGO_ENABLED=$cgo
	run strace -f -e trace=execve,execveat -o "$tmp/execs" go build -a -o "$tmp/theirs" .
	[ "$status" -eq 0 ] || skip "go cannot build it: $(tail -n 1 "$tmp/err")"
	rm -rf "$GOCACHE" "$log"
	run "$build/zpoline" run -o "$log" -e 'print "hooked" zp.hook("*", function() end)' -- \
		go build -a -o "$tmp/ours" .
	expect_status 0
	cmp "$tmp/theirs" "$tmp/ours" || fail "cgo $cgo: another program"
	rm -rf "$GOCACHE"
	theirs=$(grep -cE '(execve(at)?\(|<... execve(at)? resumed>).* = 0$' "$tmp/execs")
	echo "cgo $cgo: $theirs programs"
	count_log "$theirs" '^hooked$'
	[ "$(wc -l <"$log")" -eq "$theirs" ] || fail "cgo $cgo: something else in the log"
done
exit 0
