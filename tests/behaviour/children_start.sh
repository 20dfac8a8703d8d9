#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What a program that the user starts would not start without is a line in the log of
# one that a hooked program starts: a script that does not load there, a C hook,
# /proc, the log. It runs, with another way to its calls or with none, and its
# signals and descriptors are then what they would be.
# shellcheck disable=SC2016 # for other shells
. "$(dirname "$0")/../lib.sh"
needs gcc

script <<'LUA'
local file = io.open("/dev/null")
if os.getenv "BROKEN" then error "broken here" end
zp.hook("getpid", function() return 42 end)
LUA
refused 'broken here' BROKEN=1 ZPOLINE_SCRIPT="$script"

cat >state <<'SH'
grep -E '^Sig[BICP]|^Shd' /proc/self/status
ls /proc/self/fd
SH
for handling in '' 'trap "" SEGV BUS SYS;'; do
	native sh -c "$handling sh ./state"
	mv out native_out
	for mode in auto thread; do
		mode $mode
		rm -f "$log"
		hooked sh -c "$handling BROKEN=1 sh ./state"
		expect_status 0
		expect_no_err
		diff native_out out || fail "$mode: another state (< native)"
		count_log 1 '^zpoline: sh: not hooked, its calls are not seen: .*broken here'
		# what it starts tries again: grep and ls
		count_log 3 'not hooked'
	done
done
mode auto
hooked sh -c "'$TEST_TARGETS/getpid'; BROKEN=1 '$TEST_TARGETS/getpid'; exit \$?"
expect_status 0
[ "$(sed -n 1p out)" = 42 ] || fail "not hooked"
[ "$(sed -n 2p out)" != 42 ] || fail "hooked without a script"

gcc -shared -fPIC -o hook.so -x c - <<'C'
#include <stdlib.h>

int zpoline_hook_init(void)
{
	return getenv("BROKEN") != NULL;
}
C
refused 'failed with 1' BROKEN=1 ZPOLINE_HOOK="$tmp/hook.so"
rm -f "$log"
hooked ZPOLINE_SCRIPT=/dev/null ZPOLINE_HOOK="$tmp/hook.so" sh -c "echo run; BROKEN=1 /bin/true"
expect_status 0
expect_out run
count_log 1 'true: without its C hooks: .*failed with 1'
hooked ZPOLINE_SCRIPT=/dev/null ZPOLINE_HOOK="$tmp/hook.so" \
	sh -c '/lib64/ld-linux-x86-64.so.2 /bin/true'
expect_status 0
find_log 'without its C hooks: .*loader was started'

# a root without /proc and /dev
[ "$(id -u)" -eq 0 ] || skip "well, but the rest is root's to try"
needs chroot ldd
mkdir root
for file in $(ldd "$TEST_TARGETS/getpid" | grep -o '/[^ ]*') "$TEST_LIB" "$script"; do
	mkdir -p "root$(dirname "$file")" && cp -L "$file" "root$file"
done
cp "$TEST_TARGETS/getpid" root
mkdir private && log=$tmp/private/log
hooked ZPOLINE_EXCLUDE='nothing*' sh -c 'chroot root /getpid; exit $?'
expect_status 0
expect_no_err
[ "$(cat out)" -gt 0 ] || fail "$(cat out)"
sed '/^local file/d' "$script" >plain.lua && mv plain.lua "$script"
cp "$script" "root$script"
hooked ZPOLINE_EXCLUDE='nothing*' sh -c 'chroot root /getpid; exit $?'
expect_status 0
"$TEST_TARGETS/has_sud" && expect_out 42

# the engine zpoline, without the right to map address 0
needs setpriv
needs_zero
targets_for_all getpid
log=$tmp/log
rm -f "$log"
as_user
as=
! setpriv --reuid=65534 --regid=65534 --clear-groups "$TEST_TARGETS/can_map_zero" ||
	skip "well, but anybody may map address 0 here"
less='setpriv --reuid=65534 --regid=65534 --clear-groups'
hooked ZPOLINE_ENGINE=zpoline sh -c "$TEST_TARGETS/getpid
$less sh -c '$TEST_TARGETS/getpid; $TEST_TARGETS/getpid; exit \$?'"
expect_status 0
expect_no_err
expect_out '42
42
42'
count_log 1 '^zpoline: sh: engine near in place of zpoline: cannot map address 0: '
count_log 1 .
as=$less
hooked ZPOLINE_ENGINE=zpoline "$TEST_TARGETS/getpid"
expect_status 125
