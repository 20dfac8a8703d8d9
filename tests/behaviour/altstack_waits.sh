#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler of the script's waits for a call on one alternate stack, while signals'
# handlers make hooked calls on another and name the first one in their contexts.
. "$(dirname "$0")/../lib.sh"

for mode_door in preload exec; do
	hooked "$TEST_TARGETS/altstack_waits"
	expect_status 0
	expect_out 'read 1
getppid 1'
	[ ! -s "$log" ] || fail "something in the log"
done
