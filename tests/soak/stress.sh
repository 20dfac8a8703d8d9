#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# stress.sh PROGRAM SCRIPT ROUNDS: one long run, which checks itself. Its
# figures are printed. SCRIPT: native, or one of tests/transparency.
TEST_TIMEOUT=540
. "$(dirname "$0")/../lib.sh"

case $2 in
native) native "$1" "$3" ;;
*)
	needs_zero
	script=$root/tests/transparency/$2.lua
	hooked "$1" "$3"
	;;
esac
expect_status 0
case $2 in
native | empty) ;;
*) find_log '^hooked$' ;;
esac
! grep -qv '^hooked$' "$log" 2>/dev/null || fail "something in the log"
cat "$tmp/out" "$tmp/err"
