#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program that forbids itself the time stamp counter (PR_SET_TSC), and what it
# starts, goes on under rules that look at the clock; in threads that begin so, too.
# Fails with SIGSEGV where such a fault in the vDSO's clock is not expected.
. "$(dirname "$0")/../lib.sh"

native "$TEST_TARGETS/no_counter"
[ "$status" -ne 77 ] || skip "$(cat out)"
expect_status 0
mv out native_out

right() {
	hooked "$TEST_TARGETS/no_counter"
	expect_status 0
	diff native_out out || fail "$1, $rule: not as native"
	[ $# -eq 1 ] || find_log "$2"
}

in_mode() {
	rule='zp.hist("getppid")'
	script <<LUA
local h = $rule
zp.on("exit", function()
  local _, calls = h:get()
  print("measured " .. calls)
end)
LUA
	right "$1" '^measured 400$' # without the child's that execs
	for rule in 'zp.inject("getppid", { delay_enter = "1us" })' \
		'zp.inject("getppid", { delay_exit = "1us" })' \
		'zp.hist("*")' \
		'zp.hook("getppid", function() return zp.now() > 0 and 1 end)' \
		'zp.hist("getppid") zp.hist("clock_gettime")'; do
		script <<LUA
$rule
LUA
		right "$1"
	done
}

targets_for_all no_counter
each "auto user bare thread zpoline sud" in_mode
mode auto
rule='zp.hist("getppid")'
script <<LUA
$rule
LUA
hooked ZPOLINE_RELOAD=1 "$TEST_TARGETS/no_counter"
expect_status 0
