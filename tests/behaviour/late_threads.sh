#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Code comes and goes in several threads at a time while their handlers hook
# other calls, also where each thread has a Lua state of its own.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local seen = 0
zp.hook("getppid", function()
  seen = seen + 1
  if seen % 3 == 0 then zp.hook("getpgid", function() end):remove() end
  return 4242
end)
LUA
late_threads() {
	hooked "$state" "$TEST_TARGETS/late_threads" \
		"$TEST_TARGETS/late-separate-code.so" 8 100
	expect_status 0
	expect_out '1600 hooked'
}
for state in ZPOLINE_STATE=shared ZPOLINE_STATE=thread; do
	each auto late_threads
done
each zpoline late_threads
