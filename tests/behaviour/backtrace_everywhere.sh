#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A backtrace of each call: with malloc's lock held, in handlers of signals, in
# threads, in the children of forks that other threads' backtraces are under way
# in, between vfork and exec. The programs do what they do without.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("*", function(regs)
  local t = zp.backtrace(regs)
  assert(t[1].addr == regs.rip and #tostring(t) > 0)
end)
LUA

same() {
	native "$@"
	mv out expected
	expected_status=$status
	hooked "$@"
	expect_status "$expected_status"
	cmp -s out expected || { diff expected out; fail "$*: not its output"; }
	! grep -q . "$log" || fail "$*: a handler failed"
}

all() {
	same "$TEST_TARGETS/fork_threads"
	same "$TEST_TARGETS/threads"
	same "$TEST_TARGETS/alarms"
	same "$TEST_TARGETS/vfork_exec"
	same sh -c 'echo a | tr a b; (echo c) | cat; echo d'
}

each 'auto sud' all
