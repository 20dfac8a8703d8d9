#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Where address 0 cannot be mapped the calls are hooked by the net alone, and one
# message says what it costs and what to do. Without the net nothing runs; with
# nothing to hook nothing is said.
. "$(dirname "$0")/../lib.sh"

[ "$(cat /proc/sys/vm/mmap_min_addr)" -gt 0 ] ||
	skip "vm.mmap_min_addr is 0: everybody may map address 0"
cp "$TEST_LIB" lib.so
cp "$TEST_TARGETS/getpid" .
echo 'zp.hook("getpid", function() return 42 end)' >hook.lua
chmod 755 . lib.so getpid
chmod 644 hook.lua
chmod 711 .
if [ "$(id -u)" -eq 0 ]; then
	needs setpriv
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi

unprivileged() {
	run env LD_PRELOAD="$tmp/lib.so" "$@"
}

for variable in ZPOLINE_SUD=off ZPOLINE_ENGINE=zpoline; do
	unprivileged ZPOLINE_SCRIPT="$tmp/hook.lua" $variable ./getpid
	expect_status 125
	expect_no_out
	find_err '^zpoline: .*vm\.mmap_min_addr.*CAP_SYS_RAWIO.*Remedy: '
done

unprivileged ./getpid
expect_status 0
[ "$(cat out)" -gt 42 ] || fail "something is hooked"
expect_no_err

"$TEST_TARGETS/has_sud" || exit 0
unprivileged ZPOLINE_SCRIPT="$tmp/hook.lua" ./getpid
expect_status 0
expect_out 42
find_err '^zpoline: every call costs .*vm\.mmap_min_addr.*Remedy: '
[ "$(wc -l <err)" -eq 1 ] || fail "more than one message"

unprivileged ZPOLINE_SCRIPT="$tmp/hook.lua" ZPOLINE_ENGINE=sud ./getpid
expect_status 0
expect_out 42
expect_no_err
