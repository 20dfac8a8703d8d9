#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A debugger steps into calls, over them, out of them and on from there, with
# breakpoints on libc's functions that make them: the program ends as ever.
. "$(dirname "$0")/../lib.sh"
needs gdb

# debug COMMAND...: gdb with these; $script is hooked unless it is empty.
debug() {
	for command; do
		set -- "$@" -ex "$command"
		shift
	done
	run gdb -nx -batch -iex 'set debuginfod enabled off' \
		-ex 'handle SIGSYS SIGSEGV SIGUSR1 nostop noprint pass' \
		-ex 'set breakpoint pending on' \
		-ex "set exec-wrapper env $wrapper" "$@" \
		"$TEST_TARGETS/debugged"
}

expect_end() {
	grep -q 'sum 20, handled 1, child 3$' "$tmp/out" ||
		fail "$1: the program has not done its work"
	grep -q 'exited normally' "$tmp/out" || fail "$1: not the program's end"
	! grep -q 'SIGTRAP\|SIGILL' "$tmp/out" || fail "$1: a trap is left"
}

sessions() {
	debug 'break main' run next next next next next next next next next \
		next next next continue
	expect_end "$1: next"
	debug 'break getppid' run stepi stepi stepi finish continue \
		'stepi 300' 'tbreak usleep' continue finish delete continue
	expect_end "$1: a breakpoint on a call"
	debug 'break main' run 'break getppid' continue finish continue \
		'stepi 3' up finish 'stepi 2000' delete continue
	expect_end "$1: a breakpoint on a rewritten call"
	for n in 170 1100 1901; do
		debug 'break twice' run delete "stepi $n" continue
		expect_end "$1: $n steps"
	done
}

wrapper=ZPOLINE_SCRIPT=
sessions native
hooked_sessions() {
	wrapper="$mode_variables LD_PRELOAD=$TEST_LIB ZPOLINE_SCRIPT=$script ZPOLINE_LOG=$log"
	sessions "$1"
}
script <<'LUA'
zp.hook("*", function() end)
LUA
each 'auto bare zpoline sud' hooked_sessions
script <<'LUA'
zp.hook("*", function(regs) return regs:call() end)
LUA
each 'auto' hooked_sessions
