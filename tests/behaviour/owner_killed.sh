#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A task is killed in a handler, alone: the interpreter is given up, and the
# others go on.
. "$(dirname "$0")/../lib.sh"

killed() {
	for how in child parent; do
		: >"$log"
		TEST_TIMEOUT=20 hooked "$TEST_TARGETS/owner_killed" "$how"
		if [ "$how" = child ]; then
			expect_status 0
		else
			expect_status 137
		fi
		for _ in $(seq 100); do
			[ ! -s "$tmp/out" ] || break
			sleep 0.1
		done
		expect_out 'goes on'
		find_log 'a task was killed in a handler: no handler is called'
	done
}
script <<'LUA'
zp.hook("getppid", function() end)
zp.hook("sched_yield", function()
  local n = 0
  for _ = 1, 1e10 do n = n + 1 end
end)
LUA
each 'auto sud' killed
