#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A backtrace of each call, by a hook and behind the lines of zp.trace: with malloc's
# lock held, in handlers of signals, in threads, in the children of forks that other
# threads' backtraces are under way in, between vfork and exec. The programs do what they do without.
. "$(dirname "$0")/../lib.sh"

by_hook() {
	script <<'LUA'
zp.hook("*", function(regs)
  local t = zp.backtrace(regs)
  assert(t[1].addr == regs.rip and #tostring(t) > 0)
end)
LUA
}

by_trace() {
	script <<'LUA'
zp.trace("*", nil, { stack = true, signals = true, exits = true })
zp.trace("*", nil, { stack = 3, format = "json" })
LUA
}

same() {
	native "$@"
	mv out expected
	expected_status=$status
	$way
	hooked "$@"
	expect_status "$expected_status"
	cmp -s out expected || { diff expected out; fail "$*: not its output"; }
	case $way in
	by_hook) ! grep -q . "$log" || fail "$*: a handler failed" ;;
	by_trace) grep -q '^ > /' "$log" || fail "$*: no stacks" ;;
	esac
	rm -f "$log"
}

all() {
	same "$TEST_TARGETS/fork_threads"
	same "$TEST_TARGETS/threads"
	same "$TEST_TARGETS/alarms"
	same "$TEST_TARGETS/vfork_exec"
	same sh -c 'echo a | tr a b; (echo c) | cat; echo d'
}

for way in by_hook by_trace; do
	each 'auto sud' all
done
