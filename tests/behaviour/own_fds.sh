#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Files that a script has open are out of the program's reach, as the log is: the
# program cannot close them, gets the numbers that it wants, and does not hand them
# on to programs that it starts.
. "$(dirname "$0")/../lib.sh"
needs_descriptors
targets_for_all own_fds

seq 100 >numbers
check() {
	rm -f written
	: >written
	chmod a+rw written
	hooked ZPOLINE_FOLLOW=0 "$TEST_TARGETS/own_fds"
	expect_status 0
	expect_no_err
	expect_out 'at first 0
closed 0
copied 0, open 0
own 31
left 0
started 0'
	seq 37 | awk '{ print $1, $1, 1 }' | cmp -s - written ||
		fail "the files are not as written, mode $1: $(tail -n 3 written)"
}
each 'auto user zpoline sud' check
