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

# A tool is asked for its version once or twice, as two goroutines come.
script <<'LUA'
local words = io.open("/proc/self/cmdline"):read "a"
if not words:find("-V=full", 1, true) then print "hooked" end
zp.hook("*", function() end)
LUA
cp -r "$root/tests/cli/calls/go" source && cd source || exit 1
export GOFLAGS=-trimpath GOCACHE="$tmp/cache"
for cgo in 0 1; do
	export CGO_ENABLED=$cgo
	run strace -f -e trace=execve,execveat -o "$tmp/execs" go build -a -o "$tmp/theirs" .
	[ "$status" -eq 0 ] || skip "go cannot build it: $(tail -n 1 "$tmp/err")"
	rm -rf "$GOCACHE" "$log"
	run "$build/zpoline" run -o "$log" -s "$script" -- go build -a -o "$tmp/ours" .
	expect_status 0
	cmp "$tmp/theirs" "$tmp/ours" || fail "cgo $cgo: another program"
	rm -rf "$GOCACHE"
	theirs=$(awk '/ execve(at)?\(/ { asks[$1] = /"-V=full"/ }
		/execve(at)?(\(| resumed>).* = 0$/ && !asks[$1] { n++ }
		END { print n }' "$tmp/execs")
	echo "cgo $cgo: $theirs programs"
	! grep -vx hooked "$log" || fail "cgo $cgo: something else in the log"
	count_log "$theirs" '^hooked$'
done
exit 0
