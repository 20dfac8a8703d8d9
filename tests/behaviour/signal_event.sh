#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.on "signal": told for each signal that a handler of the program's gets, before
# it runs, whatever it interrupts and however the handler is left.
. "$(dirname "$0")/../lib.sh"
targets_for_all told

check() {
	hooked "$TEST_TARGETS/told"
	expect_status 0
	expect_no_err
	grep -vE '^handler of	(11|14)$' "$log" >said
	cat >expected <<'TEXT'
10	SIGUSR1	0	itself	true	nil	nil
handler of	10
37	SIGRTMIN+3	-1	itself	true	42	nil
handler of	37
17	SIGCHLD	1	another	true	nil	3
handler of	17
10	SIGUSR1	-6	itself	true	nil	nil
handler of	10
17	SIGCHLD	1	another	true	nil	0
handler of	17
counted	true	40	true
TEXT
	diff expected said || fail "not as expected (<), mode $1"
	count_log 40 '^handler of	11$'
}
each 'auto bare keys zpoline nonet user sud sud_user' check
