#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A thread whose handlers take their time, one after the other, lets others have the
# interpreter now and then.
. "$(dirname "$0")/../lib.sh"

cat >slow.lua <<'LUA'
zp.hook("getppid", function()
  local sum = 0
  for i = 1, 20000 do sum = sum + i end
end)
LUA
script=$tmp/slow.lua
hooked "$TEST_TARGETS/lock_shared"
expect_status 0
[ "$(cat "$tmp/out")" -lt 300 ] || fail "$(cat "$tmp/out") calls before each fork"
