#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Calls from code made at run time are hooked, in each kind of task and behind
# handlers that never returned; with ZPOLINE_SUD=off they are not, and nothing
# else changes. Fails without sud_arm() in task_begin(), begin_process() or
# task_begin_vfork(), and without thread_forget_abandoned().
. "$(dirname "$0")/../lib.sh"
targets_for_all jit_getpid
needs_sud

script <<'LUA'
zp.hook("getpid", function() return 42 end)
zp.hook("pause", { exit = function() end })
LUA

# MODE: each line ends so.
seen() {
	case $1 in
	bare | nonet) set -- "$1" 'not hooked' ;;
	*) set -- "$1" hooked ;;
	esac
	hooked "$TEST_TARGETS/jit_getpid"
	expect_status 0
	for where in main thread fork vfork 'after 100 jumps'; do
		echo "$where: $2"
	done >"$tmp/expected"
	diff "$tmp/expected" "$tmp/out" || fail "$1 (< expected)"
}

each 'auto bare zpoline nonet sud sud_user' seen
