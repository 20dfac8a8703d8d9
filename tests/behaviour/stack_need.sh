#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A hooked call takes no more than 1280 bytes of the program's stack: coroutines and
# alternate signal stacks are small.
. "$(dirname "$0")/../lib.sh"

# MODE: not those in which each call is a signal, which takes some KiB; as the first
# calls of a program are that waits to be analysed.
little() {
	script=$here/every.lua
	hooked ZPOLINE_ANALYSIS=start "$TEST_TARGETS/low_stack" 1280
	expect_status 0
	expect_out 1
	# without the net libc's _exit is not seen
	[ "$1" = bare ] || find_log '^calls [1-9]'
	for line in 'zp.hook("*", function(regs) return regs:call() end)' \
		'zp.hist("*") zp.inject("*", { delay_enter = "1us", delay_exit = "1us" })' \
		'zp.hist("getppid") zp.inject("getppid", { comm = "low*", delay_exit = "1us" })' \
		'zp.inject("access", { path = "/no*", error = "EIO" })' \
		'zp.inject("read", { fdpath = "/no*", error = "EIO" })' \
		'zp.inject("read", { peer = "1.2.3.4", error = "EIO" })' \
		'zp.inject("*", { uses = "/no*", error = "EIO" })' \
		'zp.trace("*", { uses = "/no*" })' \
		'zp.count("*", { uses = "/no*" }, { by = { "stack", "comm" }, sum = "took" })' \
		'zp.count("*", nil, { by = "made", last = "stack" }) zp.count("*", nil, { by = "fd", last = true })' \
		'zp.count("access", { path = "/no*" }, { by = "path", sum = "took" })' \
		'zp.stats()' \
		'zp.hook("read", { took = ">3600s" }, { exit = print })' \
		'zp.trace("*", nil, { took = true, relative = true })' \
		'zp.trace("*", nil, { stack = true, signals = true, exits = true })'; do
		script=$tmp/script.lua
		echo "$line" >"$script"
		hooked ZPOLINE_ANALYSIS=start "$TEST_TARGETS/low_stack" 1280
		expect_status 0
		expect_out 1
	done
}
each 'auto bare zpoline nonet' little
