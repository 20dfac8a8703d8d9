#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program that is started behind a filter which refuses memory files, as that of man
# does for the programs that it starts, is hooked with each engine.
. "$(dirname "$0")/../lib.sh"
targets_for_all getpid

cat >start.py <<'PY'
import ctypes, os, struct, sys
call, answer = int(sys.argv.pop(1)), int(sys.argv.pop(1), 0)
def code(op, jt, jf, k): return struct.pack("HBBI", op, jt, jf, k)
filters = ctypes.create_string_buffer(
    code(0x20, 0, 0, 0) + code(0x15, 0, 1, call)
    + code(6, 0, 0, answer) + code(6, 0, 0, 0x7fff0000))
program = struct.pack("H6xQ", 4, ctypes.addressof(filters))
libc = ctypes.CDLL(None)
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program): sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
PY
script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
check() {
	hooked "$PYTHON" start.py 319 0x50001 "$TEST_TARGETS/getpid" # memfd_create, EPERM
	[ "$status" -ne 77 ] || skip "no filters here"
	expect_out 42
	! grep . "$log" || fail "something in the log"
}
each 'auto zpoline thread user sud sud_user' check

# A filter that somebody else has, in an environment that was given away, is none: here
# all calls but prctl would end the program.
mode auto
only_prctl=0020000000000000001501000000009d0006000000000000000600007fff0000
hooked ZPOLINE_FOLLOW=1 ZPOLINE_FILTERS=$only_prctl "$TEST_TARGETS/getpid"
expect_out 42
! grep . "$log" || fail "something in the log"

# One call is refused, whichever: neither it nor what then is without a handler (reads of
# bad addresses, the net's signal) ends the program.
script <<'LUA'
zp.hook("*", function() zp.mem.string(8) end)
LUA
begins() {
	for call in 13 14 131 157; do # rt_sigaction, rt_sigprocmask, sigaltstack, prctl
		for answer in 0x80000000 0x50001; do
			hooked "$PYTHON" start.py $call $answer "$TEST_TARGETS/getpid"
			[ "$status" -eq 0 ] || fail "call $call, $answer: status $status"
		done
	done
}
each 'auto zpoline thread user sud sud_user' begins
