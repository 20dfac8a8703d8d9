#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_VERBOSE=1 tells what was rewritten and which way the calls took.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA

# number REGEX: what its group has found in the lines that it matches.
number() {
	sed -nE "s/^zpoline: $1\$/\\1/p" "$tmp/err"
}

# No candidate is lost: what became a jump or a call and what was left alone are
# together the pairs of bytes 0f 05 in the code of all objects.
expect_all() {
	jumps=$(number '.* call sites rewritten: ([0-9]+) jumps, .*')
	calls=$(number '.* call sites rewritten: .* ([0-9]+) calls')
	sites=$(number '.*, ([0-9]+) call sites rewritten: .*')
	left=0
	for n in $(number '([0-9]+) left alone: .*'); do
		left=$((left + n))
	done
	all=$(sed -n 's/^candidates: //p' "$tmp/out")
	[ "$((jumps + calls))" -eq "$sites" ] || fail "$1: jumps and calls"
	[ "$((sites + left))" -eq "$all" ] ||
		fail "$1: $jumps jumps, $calls calls, $left left: not $all"
}

rewritten() {
	preload ZPOLINE_VERBOSE=1 true
	expect_status 0
	expect_no_out
	find_err '^zpoline: [1-9][0-9]* objects, [1-9][0-9]* call sites rewritten: '
	find_err '^zpoline: no script: nothing is hooked'
	if [ "$1" = zpoline ] && ! hides_zero; then
		find_err '^zpoline: null pointers can be read'
	else
		! grep -q 'null pointers can be read' "$tmp/err" ||
			fail "page 0 is said to be readable"
	fi
	for level in 1 2; do
		preload ZPOLINE_VERBOSE=$level "$TEST_TARGETS/candidates"
		expect_status 0
		expect_all "$1, ZPOLINE_VERBOSE=$level"
	done

	hooked ZPOLINE_VERBOSE=1 "$TEST_TARGETS/getpid"
	expect_out 42
	find_log '^zpoline: calls: [1-9][0-9]* unhooked, [1-9][0-9]* handled in C, 0 to C hooks, 1 to scripts; [0-9] of them by SIGSYS'
	"$TEST_TARGETS/has_sud" || return 0
	hooked ZPOLINE_VERBOSE=1 "ZPOLINE_EXCLUDE=*" "$TEST_TARGETS/getpid"
	find_log 'ZPOLINE_EXCLUDE names all objects'
}

told() {
	case $1 in
	sud)
		hooked ZPOLINE_VERBOSE=1 "$TEST_TARGETS/getpid"
		find_log '1 to scripts; [1-9][0-9]* of them by SIGSYS'
		;;
	*) rewritten "$1" ;;
	esac
}
each 'auto zpoline sud' told

# The clock that C looks at for a rule is no call of the program's.
script <<'LUA'
zp.hist("*")
LUA
hooked ZPOLINE_VERBOSE=1 "$TEST_TARGETS/calls" 'getppid*1000'
find_log '^zpoline: calls: 10[0-9][0-9] unhooked, '
