#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# stress.sh PROGRAM ROUNDS SCRIPT MODE: one long run, which checks itself. Its
# figures are printed. SCRIPT: native, one beside the program, or one of
# tests/transparency. MODE: see lib.sh.
TEST_TIMEOUT=660
. "$(dirname "$0")/../lib.sh"

case $3 in
native) native "$1" "$2" ;;
*)
	script=$here/stress/$3.lua
	[ -e "$script" ] || script=$root/tests/transparency/$3.lua
	mode "$4"
	hooked "$1" "$2"
	;;
esac
expect_status 0
case $3 in
native | empty) ;;
*) find_log '^hooked$' ;;
esac
! grep -qv '^hooked$' "$log" 2>/dev/null || fail "something in the log"
cat "$tmp/out" "$tmp/err"
