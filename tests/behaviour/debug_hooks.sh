#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A system call in a hook of debug.sethook is an error: each instruction of it, and of
# each process that it makes, would make one more.
. "$(dirname "$0")/../lib.sh"

refused_there() {
	: >"$log"
	hooked ZPOLINE_ARGS=handler "$TEST_TARGETS/growth" 5
	expect_status 0
	find_log '^done'
	[ "$(grep -a '^done' "$log" | sort -u | wc -l)" -eq 1 ] || fail "it has forked"
	! grep -av '^done' "$log" || fail "in a handler"
}
each 'auto thread' refused_there

# while a script is loaded
mode auto
: >"$log"
hooked "$TEST_TARGETS/growth" 5
expect_status 0
[ "$(cat "$log")" = loaded ] || fail "while the script is loaded"

# a fork whose handler is hooked: one process more, not a tree of them
script <<'LUA'
zp.hook({ "fork", "vfork", "clone", "clone3" }, function(regs)
  debug.sethook(function() return regs:call() end, "", 1)
  local x = 1
  return x
end)
zp.on("exit", function() print("end", zp.pid()) end)
LUA
: >"$log"
hooked sh -c '/bin/true & wait; /bin/true; echo over'
expect_out over
[ "$(grep -ac '^end' "$log")" -le 3 ] || fail "too many processes"
find_log 'no system call can be made in a hook of debug.sethook'

# a budget has the only hook that there is
script <<'LUA'
zp.options { budget = 10000 }
zp.hook("getppid", function()
  debug.sethook()
  print(pcall(debug.sethook, print, "l"))
  while true do end
end)
LUA
: >"$log"
hooked "$TEST_TARGETS/growth" 1
expect_status 0
find_log '^false.*budget'
find_log 'stopped: more than 10000 Lua instructions'
