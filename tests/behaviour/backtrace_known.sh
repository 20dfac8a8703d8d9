#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A backtrace through objects that an earlier one has met makes no system call,
# where they have build ids; so it works behind any seccomp filter.
. "$(dirname "$0")/../lib.sh"
needs strace

script <<'LUA'
zp.hook("getppid", function()
  local first = tostring(zp.backtrace())
  zp.syscall("fchdir", 1000)
  for _ = 1, 3 do assert(tostring(zp.backtrace()) == first) end
  zp.syscall("fchdir", 1001)
  zp.log "done"
end)
LUA
run env -u LD_PRELOAD strace -o calls \
	-E LD_PRELOAD="$TEST_LIB" -E ZPOLINE_SCRIPT="$script" \
	-E ZPOLINE_LOG="$log" "$TEST_TARGETS/backtrace" plain
grep -q 'fchdir(1001)' calls || skip "strace does not work here"
expect_status 0
grep -q '^done$' "$log" || fail "not the same twice"
sed -n '/fchdir(1000)/,/fchdir(1001)/p' calls | sed '1d;$d' >between
[ ! -s between ] || { cat between; fail "system calls are made"; }
sed '/fchdir(1000)/q' calls | grep -q '/proc/self/maps' ||
	fail "the first one asked nobody"
