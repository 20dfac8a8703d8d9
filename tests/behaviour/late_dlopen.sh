#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# An object loaded after the start is rewritten before its code runs, each time
# it comes back; what is not provable stays as it is. Nothing grows.
. "$(dirname "$0")/../lib.sh"
needs_zero

script <<'LUA'
local late = 0
zp.hook("getppid", function(r)
  if zp.mem.read(r.rip, 2) == "\xff\xd0" then late = late + 1 end
  return 4242
end)
zp.on("exit", function() print("rewritten: " .. late) end)
LUA
for layout in separate-code noseparate-code; do
	late=$TEST_TARGETS/late-$layout.so
	hooked "$TEST_TARGETS/late_dlopen" "$late" 1000
	expect_status 0
	expect_out 'same same same'
	# two sites of three: one keeps data in its red zone; and three of libc
	find_log '^rewritten: 2205$'
	: >"$log"
	hooked "$TEST_TARGETS/late_dlopen" "$late" 300 4
	expect_status 0
done

mode nonet
hooked "$TEST_TARGETS/late_dlopen" "$late" 10
expect_status 0
expect_out 'same other same'
hooked ZPOLINE_EXCLUDE='late-*.so' "$TEST_TARGETS/late_dlopen" "$late" 10
expect_status 0
expect_out 'other other other'
