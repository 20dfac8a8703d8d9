#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Files may only have some bytes (RLIMIT_FSIZE): lines of the log and of scripts'
# files beyond that are lost, and raise no SIGXFSZ; the program's own do.
. "$(dirname "$0")/../lib.sh"
targets_for_all lines

script <<'LUA'
local file = assert(io.open("written", "w"))
zp.hook("getppid", function()
  print "a line of the script"
  file:write("a line of the script\n")
end)
LUA
check() {
	chmod a+rwx .
	rm -f written
	: >"$log"
	chmod a+rw "$log"
	hooked "$TEST_TARGETS/lines" 500 "$@"
	expect_status 0
	expect_out "$expected"
	for file in "$log" written; do
		[ "$(wc -c <"$file")" -eq "$bytes" ] ||
			fail "$file has not $bytes bytes"
		[ "$(sort -u "$file" | wc -l)" -le 2 ] ||
			fail "$file has other lines"
	done
}
by_program() {
	bytes=4096
	expected='done: seen 0, pending 0 0'
	check limit 4096
	check limit 4096 handle
	expected='done: seen 0, pending 1 1'
	check limit 4096 block
}
each 'auto user sud thread' by_program

# The limit is there before the program is, and for all that it starts.
cat >start <<SH
ulimit -f 8
exec env ZPOLINE_SCRIPT=$script ZPOLINE_LOG=$log LD_PRELOAD=$TEST_LIB \\
	sh -c '$TEST_TARGETS/lines 500; echo again; $TEST_TARGETS/lines 500 handle'
SH
rm -f written "$log"
native sh start
expect_status 0
expect_out 'done: seen 0, pending 0 0
again
done: seen 0, pending 0 0'

# Its own write is its own affair.
cat >start <<SH
ulimit -f 8
exec env ZPOLINE_SCRIPT=$script ZPOLINE_LOG=$log LD_PRELOAD=$TEST_LIB \\
	dd if=/dev/zero of=big bs=1 count=100000
SH
rm -f written
native sh start
[ "$status" -eq 153 ] || fail "status $status: not of SIGXFSZ"
