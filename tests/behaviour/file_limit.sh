#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The program may write no file, or a small one (ulimit -f): what is in memory of
# ours is no file for that, in any engine, and not for zpoline trace -c.
. "$(dirname "$0")/../lib.sh"
targets_for_all getpid lines

script <<'LUA'
zp.hook("getpid", function() return 77 end)
LUA
check() {
	for blocks in 0 1 100; do
		cat >start <<SH
(ulimit -f $blocks
exec env ZPOLINE_SCRIPT=$script LD_PRELOAD=$TEST_LIB $mode_variables \
	$TEST_TARGETS/getpid) 2>&1 | cat
SH
		native sh start
		expect_out 77
	done
}
each 'auto user zpoline nonet sud sud_user' check

# More records than may be in a file.
cat >start <<SH
(ulimit -f 1
exec "$build/zpoline" trace -c $TEST_TARGETS/lines 50000) 2>&1 | cat
SH
native sh start
find_out ' 50000 +getppid$'
