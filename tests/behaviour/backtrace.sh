#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.backtrace shows the addresses that backtrace(3) does: through functions
# without frame pointers, handlers of signals, the vDSO, threads, vfork, objects
# that follow each other at the same addresses, and code without tables. A
# broken stack ends it.
. "$(dirname "$0")/../lib.sh"
thrown=
[ ! -e "$TEST_TARGETS/backtrace_thrown" ] || thrown=backtrace_thrown
# shellcheck disable=SC2086 # a word or none
targets_for_all backtrace backtrace_fixed first_way.so other_way.so $thrown

# The frames from so many on, as addresses.
frames_from() {
	awk -v from="$1" 'NF == 0 { print "" } NF && $1 >= from { print $2 }' \
		"$log"
}

# expect_names N NAME...: frame N and the next are functions of these names.
expect_names() {
	n=$1
	shift
	for name; do
		grep -q "^$n 0x[0-9a-f]* $name " "$log" ||
			fail "$how, $mode: frame $n is not in $name"
		n=$((n + 1))
	done
}

# trace HOW [OBJECT...]: what is behind the call site and who has it is so.
trace() {
	how=$1
	: >"$log"
	hooked "$target" "$@"
	expect_status 0
	frames_from 2 | sed '/^$/d' >frames
	sed '/^$/d' out >expected
	[ -s expected ] || fail "$how, $mode: backtrace(3) shows nothing"
	cmp -s frames expected || {
		diff expected frames
		fail "$how, $mode: not what backtrace(3) shows (<)"
	}
}

all() {
	mode=$1
	for target in "$TEST_TARGETS/backtrace" "$TEST_TARGETS/backtrace_fixed"; do
		trace plain
		expect_names 0 getppid leaf inner middle outer main
		expect_names 8 _start
	done
	trace signal
	expect_names 1 leaf on_signal
	expect_names 6 by_signal
	trace elsewhere
	expect_names 6 by_signal_elsewhere
	trace alarm
	# glibc 2.41 comes to it through functions of its own
	expect_names "$(awk '$3 == "pause" { print $1; exit }' "$log")" pause by_alarm
	trace vdso
	# the kernel's function may have been interrupted in one that has no name
	first=4
	! grep -q '^4 0x[0-9a-f]* - \[vdso\]' "$log" || first=5
	expect_names $first clock_gettime clock_gettime in_vdso
	trace thread
	expect_names 5 thread
	trace vfork
	expect_names 2 in_vfork_child inner
	trace objects "$TEST_TARGETS/first_way.so" "$TEST_TARGETS/other_way.so"
	expect_names 2 first_way through in_objects
	expect_names 2 other_way
	target=$TEST_TARGETS/backtrace_thrown
	if [ -x "$target" ]; then
		trace thrown
		expect_names 1 '_ZN12_GLOBAL__N_15GuardD[12]Ev' \
			_ZN12_GLOBAL__N_17throwerEi main
	fi
}

# Only the net sees what they call.
without_table() {
	mode=$1
	target=$TEST_TARGETS/backtrace
	for how in stub framed; do
		trace $how
		expect_names 0 - call_code inner middle outer main
	done
	for how in looping wild; do
		: >"$log"
		hooked "$target" $how
		expect_status 0
		grep -q '^0 0x[0-9a-f]* - -$' "$log" ||
			fail "$how, $mode: no call site"
		[ "$(grep -c . "$log")" -le 2 ] ||
			fail "$how, $mode: more than there is"
	done
}

if "$TEST_TARGETS/has_sud"; then
	without_table auto
fi
each 'auto bare zpoline sud user' all
