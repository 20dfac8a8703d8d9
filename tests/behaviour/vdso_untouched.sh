#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Nobody wants its calls: the vDSO is the kernel's own page still. A hook that
# is gone leaves no changed byte behind.
. "$(dirname "$0")/../lib.sh"

native "$TEST_TARGETS/vdso" dirty
[ "$status" -ne 77 ] || skip "no vDSO"
expect_out 0
script <<'LUA'
zp.hook("getppid", function() end)
LUA
hooked "$TEST_TARGETS/vdso" dirty
expect_out 0
hooked "$TEST_TARGETS/vdso" remove
expect_status 0
expect_no_out
script <<'LUA'
zp.hook("time", function() end)
LUA
hooked "$TEST_TARGETS/vdso" dirty
expect_status 0
[ "$(cat out)" -gt 0 ] || fail "a copy does not show"
