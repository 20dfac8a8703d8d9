#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_FOLLOW=0: the program is hooked, its children are not, and find nothing
# of ours in their environment; libraries of others stay.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() return 42 end)
zp.hook("openat", function(_, _, path) print("open " .. tostring(zp.mem.string(path))) end)
LUA

hooked ZPOLINE_FOLLOW=0 "$TEST_TARGETS/getpid"
expect_out 42

for way in null empty inherit preload vfork; do
	# Here the program itself stands between the test and the child.
	hooked ZPOLINE_FOLLOW=0 "$TEST_TARGETS/exec_environment" $way \
		"$TEST_TARGETS/getpid"
	expect_status 0
	expect_no_err
	[ "$(cat out)" -gt 42 ] || fail "$way: the child is hooked"
	hooked ZPOLINE_FOLLOW=0 "$TEST_TARGETS/exec_environment" $way \
		/usr/bin/env
	! grep -q '^ZPOLINE_\|^LD_PRELOAD=.*zpoline' out || fail "$way: something of ours"
done

hooked ZPOLINE_FOLLOW=0 /bin/sh -c 'cat /proc/self/task/./comm >/dev/null; true'
expect_status 0
! grep -q '/task/\./comm' "$log" || fail "the child is hooked"

hooked ZPOLINE_FOLLOW=0 "$TEST_TARGETS/exec_environment" preload /usr/bin/env
expect_out 'A=1
LD_PRELOAD=libm.so.6 libdl.so.2
B=2'
cp "$TEST_LIB" libzpoline.so
run env LD_PRELOAD="libm.so.6:$tmp/libzpoline.so libdl.so.2" ZPOLINE_FOLLOW=0 \
	/bin/sh -c 'env'
expect_status 0
find_out '^LD_PRELOAD=libm\.so\.6 libdl\.so\.2$'
run env LD_PRELOAD="$tmp/libzpoline.so" ZPOLINE_FOLLOW=0 /bin/sh -c 'env'
! grep -q '^LD_PRELOAD' out || fail "LD_PRELOAD is still there"

refused 'ZPOLINE_FOLLOW=maybe: unknown value.*0:1' ZPOLINE_FOLLOW=maybe
