#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Of what a program hands to its children nothing is missing, added or moved,
# but for the library and its variables; memory for that is given back; and as
# much as the kernel takes can be handed on.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
ways=$TEST_TARGETS/exec_environment

others() {
	grep -v '^LD_PRELOAD=\|^ZPOLINE_' "$tmp/out"
}

# same WAY [VAR=value]...: what env prints, in its order
same() {
	way=$1
	shift
	native env "$@" "$ways" "$way" /usr/bin/env
	expect_status 0
	others >native_out
	hooked ZPOLINE_ARGS='a b' "$@" "$ways" "$way" /usr/bin/env
	expect_status 0
	others | cmp -s - native_out || fail "$way: another environment"
	grep '^LD_PRELOAD=\|^ZPOLINE_' out | sort >ours
}

for way in null empty inherit edge preload big at fd vfork; do
	same $way A= 'B=ZPOLINE_SCRIPT=x' LD_PRELOADED=1 XZPOLINE_LOG=1
	[ "$(wc -l <ours)" -eq 5 ] || fail "$way: $(cat ours)"
	grep -qx ZPOLINE_FOLLOW=1 ours || fail "$way: $(cat ours)"
	grep -qx "ZPOLINE_SCRIPT=$script" ours || fail "$way: $(cat ours)"
done

same preload
grep -qx "LD_PRELOAD=$TEST_LIB:libm.so.6 libdl.so.2" ours || fail "$(cat ours)"
find_out '^A=1$'

# what the program has set to another value is what it is
same script
grep -qx 'ZPOLINE_SCRIPT=/dev/null' ours || fail "$(cat ours)"
grep -qx 'ZPOLINE_ARGS=a b' ours || fail "$(cat ours)"

for way in limit spawn; do
	same_output "$ways" $way /bin/true
done
expect_out 'as expected, flat'

# Where nothing is missing nothing is made: no memory to be given back.
after_exec() {
	run strace -o "$tmp/calls" -e trace=execve,munmap env \
		LD_PRELOAD="$TEST_LIB" ZPOLINE_SCRIPT="$script" ZPOLINE_FOLLOW=1 \
		"$ways" "$1" /nonexistent
	grep -A 1 '^execve("/nonexistent"' "$tmp/calls" | tail -n 1
}
command -v strace >/dev/null || exit 0
after_exec empty | grep -q '^munmap' || fail "nothing is made"
after_exec inherit | grep -q '^munmap' && fail "something is made"
exit 0
