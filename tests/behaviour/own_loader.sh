#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Nothing of the loader is taken by its name: a program has functions of its own by
# these names, and a list of objects. C hooks are loaded by libc's dlopen; the objects
# are found by the loader's list, also where it was started to start the program,
# where all names are bound at once, and where one object's headers are elsewhere.
. "$(dirname "$0")/../lib.sh"
targets_for_all own_loader c_hooks.so c_WITHOUT.so based.so
target=$TEST_TARGETS/own_loader
loader=$(sed -n 's/.* \(\/.*\/ld-linux-x86-64\.so\.2\)$/\1/p' /proc/self/maps | head -n 1)

script <<'LUA'
zp.hook("getppid", function() return 4711 end)
LUA
check() {
	hooked "$target"
	expect_status 0
	expect_out '4711 1'
	preload ZPOLINE_HOOK="$TEST_TARGETS/c_hooks.so" ADD=5 "$target"
	expect_status 0
	expect_no_err
	expect_out '4716 1'
}
each 'auto bare keys zpoline user sud exec' check
refused 'none.so: cannot open' ZPOLINE_HOOK=./none.so
preload ZPOLINE_HOOK="$TEST_TARGETS/c_WITHOUT.so" "$target"
expect_status 125
find_err 'has no function zpoline_hook_init'

hooked LD_BIND_NOW=1 "$target"
expect_out '4711 1'
hooked "$loader" "$target"
expect_out '4711 1'

# counted FILE VAR=value... COMMAND: what was rewritten and left, into the file.
counted() {
	file=$1
	shift
	preload ZPOLINE_VERBOSE=1 "$@"
	expect_status 0
	grep -E 'call sites rewritten|left alone' err >"$file" ||
		fail "nothing was rewritten"
}

# as_mapped VAR=value... COMMAND: the list says what the map says.
as_mapped() {
	counted listed "$@"
	counted mapped ZPOLINE_EXCLUDE=nothing.so "$@"
	diff listed mapped || fail "$*: by the list (<) and the map (>)"
}
as_mapped "$target"
as_mapped "$loader" "$target"
counted plain "$target"
with=$TEST_LIB:$TEST_TARGETS/based.so
as_mapped LD_PRELOAD="$with" "$target"
sites() {
	sed -n 's/.*, \([0-9]*\) call sites rewritten: .*/\1/p' "$1"
}
[ "$(sites listed)" -gt "$(sites plain)" ] || fail 'nothing in based.so is rewritten'
