#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_HOOK: libraries with C hooks, which may use libc when they are loaded;
# their hooks are there before the program's first constructor, and in programs
# that it starts.
. "$(dirname "$0")/../lib.sh"
targets_for_all hooked_start c_hooks.so c_WITHOUT.so c_FAILING.so

target=$TEST_TARGETS/hooked_start
cp "$TEST_TARGETS/c_hooks.so" .
chmod a+rx c_hooks.so
check() {
	preload ZPOLINE_HOOK="$1" ADD=5 "$target" again
	expect_status 0
	expect_no_err
	expect_out '2 /hooked_start 1 hooked_start
2 4716 1 5 2978
1 /hooked_start 1 hooked_start
1 4716 1 5 2978'
}
each 'auto bare keys zpoline nonet user sud sud_user' check c_hooks.so
at_exec ZPOLINE_HOOK=c_hooks.so ADD=5 "$target"
expect_status 0
expect_no_err
expect_out '1 /hooked_start 1 hooked_start
1 4716 1 5 2978'
check "$tmp/c_hooks.so"
check "./c_hooks.so:./c_hooks.so"

# Beside a script, which is asked behind it.
script <<'LUA'
zp.hook("getppid", function() print("not asked") end)
zp.hook("vfork", function() print("vfork") end)
LUA
hooked ZPOLINE_HOOK=c_hooks.so "$target" again
expect_status 0
expect_log vfork

# Programs in other directories, with other environments, and without it.
ZPOLINE_HOOK=c_hooks.so preload sh -c "cd /; exec env -i ADD=5 $target"
expect_status 0
find_out '^1 4716 1 5 2978$'
ZPOLINE_HOOK=c_hooks.so preload ZPOLINE_FOLLOW=0 sh -c "exec $target"
find_out '^1 0 0 none -1$'

refused 'none.so' ZPOLINE_HOOK=none.so
refused 'c_WITHOUT.so has no function zpoline_hook_init' ZPOLINE_HOOK="$TEST_TARGETS/c_WITHOUT.so"
refused 'c_FAILING.so failed with 7' ZPOLINE_HOOK="$TEST_TARGETS/c_FAILING.so"
