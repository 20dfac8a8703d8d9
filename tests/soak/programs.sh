#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# programs.sh NAME SCRIPT MODE: programs/NAME.sh prints the same and ends the
# same natively and hooked, with all that it starts. It prints nothing that
# differs from run to run, and works in an empty directory. MODE: see lib.sh.
# Its line "# needs: PROGRAMS" names what may not be installed; "# differs: WHY",
# "# differs.SCRIPT: WHY" or "# differs.MODE: WHY" what the library is known to
# change: a difference is then shown and skipped.
TEST_TIMEOUT=280
. "$(dirname "$0")/../lib.sh"
# what is run as another user logs as well
chmod 711 "$tmp" && : >"$log" && chmod 666 "$log" || exit 1

workload=$here/programs/$1.sh
script=$root/tests/transparency/$2.lua
mode "$3"
# shellcheck disable=SC2046 # a list of words
needs $(sed -n 's/^# needs: //p' "$workload")
why=$(sed -En "s/^# differs(\.($2|$3))?: //p" "$workload")
if [ "$why" ]; then
	difference=$(same_output HOME=. TMPDIR=. sh "$workload") && exit
	printf '%s\n' "$difference"
	skip "$why"
fi
same_output HOME=. TMPDIR=. sh "$workload"
[ "$native_status" -eq 0 ] || fail "exit status $native_status natively"
case $2 in
empty) ;;
*) find_log '^hooked$' ;;
esac
! grep -qvx hooked "$log" 2>/dev/null ||
	fail "something in the log"
