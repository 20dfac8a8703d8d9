#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline new: what it writes loads and runs; --from has the calls of the run.
. "$(dirname "$0")/cli.sh"

zpoline new first
expect_status 0
zpoline run -s ./first.lua -o log -- cat /etc/passwd
expect_status 0
find_log '^openat /etc/passwd '
find_log '^[0-9]+ files opened in process'
zpoline new first.lua
expect_status 1
find_err 'first.lua: is there already. Remedy'
zpoline new --force first
expect_status 0

echo text >file
zpoline new --from "sh -c 'cat file; mkdir made'" seen
expect_status 0
expect_out text
find_err '^seen.lua: '
grep -q '^zp.hook("mkdir", function(_, path, mode)$' seen.lua || fail "no mkdir"
grep -q '^zp.hook("openat"' seen.lua || fail "no openat"
grep -q '^-- 1 call: const char \*path, umode_t mode$' seen.lua || fail "no count"
zpoline check seen.lua
expect_status 0
rmdir made
zpoline run -s ./seen.lua -o log -- sh -c 'cat file; mkdir made'
expect_status 0
find_log '^mkdir	made	'
! grep -q 'traceback' log || fail "a handler fails"
if command -v luacheck >/dev/null; then
	luacheck -q --std lua54 --globals zp -- seen.lua first.lua >lint ||
		fail "$(cat lint)"
fi

# the name is the program's; a program that fails leaves what was seen
zpoline new --from '/bin/ls /nonexistent'
expect_status 0
[ -s ls.lua ] || fail "no ls.lua"
find_err 'did not end well'
zpoline new --from 'ls; rm x' y
expect_status 2
