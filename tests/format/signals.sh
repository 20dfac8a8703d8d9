#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# Calls about signals reach the kernel otherwise than the program makes them:
# what zp.format writes of them is what strace writes of the program alone,
# but for addresses and numbers of processes.
. "$(dirname "$0")/../lib.sh"
needs strace
script=$root/scripts/trace.lua
calls='rt_sigaction rt_sigprocmask rt_sigpending sigaltstack rt_sigtimedwait
	rt_sigqueueinfo signalfd4'

strace -o trace true 2>err || skip "no ptrace here"

# shellcheck disable=SC2086 # a list of words
run strace -a 1 -o native -e trace="$(echo $calls | tr ' ' ,)" \
	"$TEST_TARGETS/signal_calls"
expect_status 0
hooked ZPOLINE_ARGS="$calls" "$TEST_TARGETS/signal_calls"
expect_status 0

tidy() {
	sed -n 's/^[0-9]* *\([a-z_0-9]*(\)/\1/
		s/0x[0-9a-f]\{6,\}/ADDRESS/g
		/^[a-z_0-9]*(/p' "$1"
}
tidy native >native.tidy
tidy "$log" >log.tidy
[ "$(wc -l <native.tidy)" -gt 20 ] || fail "too few calls"
diff native.tidy log.tidy || fail "strace (<) and zp.format (>) differ"
