#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A log on standard error takes no descriptor until the program closes that or puts
# something else there; then lines go on to where they went, and the new one gets
# none. Where no descriptor can be had, or the program needs all, that is said.
. "$(dirname "$0")/../lib.sh"
targets_for_all log_shared

script <<'LUA'
zp.hook("getppid", function() print "a line" end)
LUA

# lines HOW N SAID LIMIT: N lines, and what is said of the log matches SAID
lines() {
	rm -f new
	cat >start <<SH
ulimit -n $4
exec env ZPOLINE_SCRIPT=$script LD_PRELOAD=$TEST_LIB $mode_variables \\
	$TEST_TARGETS/log_shared $1
SH
	native sh start
	mv out out.hooked
	mv err err.hooked
	native sh -c "ulimit -n $4; exec $TEST_TARGETS/log_shared $1"
	cmp -s out out.hooked || {
		diff out out.hooked
		fail "$1, limit $4, mode $mode_now: not as natively"
	}
	n=$(grep -cx 'a line' err.hooked)
	[ "$n" -eq "$2" ] || fail "$1, limit $4, mode $mode_now: $n lines, not $2"
	said=$(grep -vx 'a line' err.hooked)
	# shellcheck disable=SC2254 # a pattern
	case $said in
	$3) ;;
	*) fail "$1, limit $4, mode $mode_now: '$said'" ;;
	esac
	! grep -q line new 2>/dev/null || fail "$1: a line in the program's file"
}

check() {
	mode_now=$1
	chmod a+rwx .
	for how in stays closes replaces ranges forks vforks spawns unshares; do
		lines "$how" 3 '' 1024
		lines "$how" 3 '' 64
	done
	lines fills 3 '' 64
	[ "$1" != user ] || lines replaces_fills 1 '*no log from here on*' 64
}
each 'auto user zpoline sud thread' check
