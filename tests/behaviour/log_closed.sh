#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program that is started without descriptor 2: no line comes into a file that
# gets the number later.
. "$(dirname "$0")/../lib.sh"
targets_for_all first_files

script <<'LUA'
zp.hook("getppid", function() print "a line" end)
zp.hook("write", function() print "a line" end)
io.stderr:write "at start\n"
LUA

closed() {
	cat >start <<SH
exec env ZPOLINE_FOLLOW=0 ZPOLINE_SCRIPT=$script LD_PRELOAD=$TEST_LIB $mode_variables $variables \\
	$TEST_TARGETS/first_files $closes
SH
	native sh start
	expect_out 'data
data
data'
	expect_status "$1"
	expect_no_err
}
check() {
	rm -f a b c
	chmod a+rwx .
	for variables in A=B ZPOLINE_VERBOSE=2 ZPOLINE_ON_ERROR=abort; do
		closes='2>&-'
		closed 2
		closes='0<&- 2>&-'
		closed 0
	done
}
each 'auto user bare zpoline sud thread' check
