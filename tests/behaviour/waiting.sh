#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program without a prepared table is not looked through at its start. A function is
# when a site of it has made some calls; and all when they are many, and before a thread,
# a filter or a change of its mapping would make that impossible: also its children, in a
# handler, and where the handler has interrupted a window.
. "$(dirname "$0")/../lib.sh"
needs_sud
targets_for_all waiting late_waiting late-separate-code.so

expect() { # LINES STEP...
	lines=$1
	shift
	hooked "$TEST_TARGETS/waiting" "$@"
	expect_status 0
	expect_out "$lines"
}

steps() {
	script <<'LUA'
zp.hook("getpid", function(regs) return regs:call() end)
LUA
	expect 'few: one 0 several 0
many: one 2 several 1
few: one 2 several 1' few many few
	expect 'some: one 2 several 0
some: one 2 several 0
many: one 2 several 1' some some many
	expect 'some: one 2 several 0
thread: one 2 several 1
few: one 2 several 1' some thread few
	expect 'few: one 0 several 0
thread: one 2 several 1' few thread
	expect 'child: one 2 several 1
fork: one 0 several 0
many: one 2 several 1' fork many
	expect 'vfork: one 2 several 1' vfork
	expect 'few: one 0 several 0
filter: one 2 several 1
few: one 2 several 1' few filter few
	expect 'few: one 0 several 0
open: one 0 several 0
close: one 2 several 1
few: one 2 several 1' few open close few
	expect 'root: one 0 several 0
few: one 0 several 0
root: one 2 several 1' root few root
	expect 'stopped 1
interrupt: one 2 several 1' interrupt
	expect 'stack: one 2 several 1' stack
	hooked ZPOLINE_VERBOSE=1 "$TEST_TARGETS/waiting" few
	expect_out 'few: one 2 several 1'
	hooked ZPOLINE_SUD=off "$TEST_TARGETS/waiting" few
	expect_out 'few: one 2 several 1'
	hooked ZPOLINE_ENGINE=sud "$TEST_TARGETS/waiting" many thread
	expect_out 'many: one 0 several 0
thread: one 0 several 0'
	hooked ZPOLINE_EXCLUDE=waiting "$TEST_TARGETS/waiting" few thread
	expect_out 'few: one 0 several 0
thread: one 0 several 0'
	native "$TEST_TARGETS/waiting" interrupt
	expect_out 'stopped 1
interrupt: one 0 several 0'
}
each 'auto user thread keys exec' steps

# The same of an object that comes later, as a whole. Another one that goes, or changes,
# leaves it alone. libc has a prepared table: it waits if the library has come before it.
mkdir -m 777 "$tmp/own" # for a user's programs
later() {
	late=$TEST_TARGETS/late-separate-code.so
	libc=1
	[ "$1" != exec ] || libc=0
	hooked "$TEST_TARGETS/late_waiting" "$late" few again many few
	expect_status 0
	expect_out "few: object 0 libc $libc
again: object 0 libc $libc
many: object 1 libc 1
few: object 1 libc 1"
	hooked "$TEST_TARGETS/late_waiting" "$late" few thread few
	expect_out "few: object 0 libc $libc
thread: object 1 libc 1
few: object 1 libc 1"
	hooked "$TEST_TARGETS/late_waiting" "$late" protect few
	expect_out "protect: object 1 libc $libc
few: object 1 libc $libc"
	hooked "$TEST_TARGETS/late_waiting" "$late" few nameless
	expect_out "few: object 0 libc $libc
nameless: object 1 libc $libc"
	cp "$late" "$tmp/own/late.so"
	hooked "$TEST_TARGETS/late_waiting" "$tmp/own/late.so" few removed many
	expect_out "few: object 0 libc $libc
removed: object 0 libc $libc
many: object 1 libc 1"
	hooked "$TEST_TARGETS/late_waiting" "$late" altstack
	expect_out 'altstack: object 1 libc 1'
	hooked "$TEST_TARGETS/late_waiting" "$late" few poll few
	expect_out "few: object 0 libc $libc
poll: object 0 libc 1
few: object 0 libc 1"
	hooked ZPOLINE_ANALYSIS=start "$TEST_TARGETS/late_waiting" "$late" few
	expect_out 'few: object 1 libc 1'
	native "$TEST_TARGETS/late_waiting" "$late" many
	expect_out 'many: object 0 libc 0'
}
each 'auto user thread keys exec' later
