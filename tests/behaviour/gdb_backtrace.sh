#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A debugger that attaches to a program blocked in a call shows its functions,
# from the one with the call site to main, as it does without the library:
# hooked or not, in libc or not.
. "$(dirname "$0")/../lib.sh"
needs gdb

pid=
trap '[ -z "$pid" ] || kill -KILL $pid; rm -rf "$tmp"' EXIT

# backtrace [VAR=value]... CMD: what gdb says, in the file out.
backtrace() {
	: >"$tmp/said"
	env "$@" >"$tmp/said" 2>"$tmp/err" </dev/null &
	pid=$!
	for _ in $(seq 200); do
		[ -s "$tmp/said" ] && grep -q '^State:.S' "/proc/$pid/status" &&
			break
		sleep 0.05
	done
	run gdb -nx -batch -iex 'set debuginfod enabled off' -p "$pid" -ex bt
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	pid=
}

# The functions of the program, in the order that gdb shows them.
functions() {
	sed -n 's/^#.* \(inner\|middle\|outer\|main\) (.*/\1/p' "$tmp/out" |
		tr '\n' ' '
}

expect_functions() {
	[ "$(functions)" = 'inner middle outer main ' ] ||
		fail "$1: not inner, middle, outer, main, in this order"
	if grep -q '^Backtrace stopped' "$tmp/out" "$tmp/err"; then
		fail "$1: the backtrace ends before its time"
	fi
}

backtrace "$TEST_TARGETS/blocked_call"
[ "$(functions)" ] || skip "gdb shows nothing without the library"
for how in '' raw; do
	backtrace "$TEST_TARGETS/blocked_call" $how
	expect_functions "without the library"
	for call in read getpid; do
		script <<LUA
zp.hook("$call", function() end)
LUA
		backtrace LD_PRELOAD="$TEST_LIB" ZPOLINE_SCRIPT="$script" \
			ZPOLINE_LOG="$log" "$TEST_TARGETS/blocked_call" $how
		expect_functions "${how:-libc}, with a hook of $call"
	done
done
