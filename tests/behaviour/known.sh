#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Objects that were analysed at build time, and how objects are found: by the
# loader's list the same call sites are rewritten as by the map. A site of the
# list that is none in the process is left as it is, and all others are not. Where
# the loader has more than one list all objects are found all the same.
. "$(dirname "$0")/../lib.sh"
needs lua5.4

# counted FILE COMMAND: what was rewritten and left, into the file.
counted() {
	file=$1
	shift
	preload ZPOLINE_VERBOSE=1 "$@"
	expect_status 0
	grep -E 'call sites rewritten|left alone' err >"$file" ||
		fail "nothing was rewritten"
}

for program in 'true' 'ls /' 'sh -c :'; do
	# shellcheck disable=SC2086 # a command's words
	{
		counted listed $program
		counted mapped ZPOLINE_EXCLUDE=nothing.so $program
	}
	diff listed mapped || fail "$program: by the list (<) and the map (>)"
done

rewritten() {
	sed -n 's/.*, \([0-9]*\) call sites rewritten: .*/\1/p' "$1"
}

# what LD_AUDIT names is on no list that the library sees
counted listed true
counted mapped LD_AUDIT="$TEST_TARGETS/audit.so" true
[ "$(rewritten mapped)" -eq $(($(rewritten listed) + 1)) ] ||
	fail "$(rewritten listed) sites, $(rewritten mapped) with LD_AUDIT"

# setfsuid, which nobody calls: mov $122,%eax; syscall becomes mov; ud2
libc=$(ldd /bin/true | sed -n 's/.*=> \(.*libc\.so\.6\) .*/\1/p')
cat >alter.lua <<'LUA'
local text = assert(io.open(arg[1], "rb")):read "a"
local altered, n = text:gsub("\xb8\x7a\0\0\0\x0f\x05", "\xb8\x7a\0\0\0\x0f\x0b")
assert(n == 1, n)
assert(io.open(arg[2], "wb")):write(altered):close()
LUA
lua5.4 alter.lua "$libc" libc.so.6 2>err || skip "another libc: $(cat err)"
chmod +x libc.so.6

counted whole "$TEST_TARGETS/text_intact" libc.so.6
counted altered LD_LIBRARY_PATH="$tmp" "$TEST_TARGETS/text_intact" libc.so.6
grep -q 'mapped, [1-9]' out || fail "libc was not rewritten"
[ "$(rewritten altered)" -eq $(($(rewritten whole) - 1)) ] ||
	fail "$(rewritten whole) sites, $(rewritten altered) of them when one is gone"
