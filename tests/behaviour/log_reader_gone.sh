#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The log is a pipe whose reader has gone: the program gets no SIGPIPE for lines
# that are not its own.
. "$(dirname "$0")/../lib.sh"

mkfifo pipe
cat >program <<'SH'
for i in 1 2 3; do
	echo $i
	while [ $i = 1 ] && [ ! -e gone ]; do sleep 0.01; done
done
exit 5
SH
script <<'LUA'
zp.hook("write", { fd = 1 }, function() print "a line" end)
LUA
(head -n 1 pipe >first; sleep 0.1; touch gone) &
cat >start <<SH
exec env ZPOLINE_FOLLOW=0 ZPOLINE_SCRIPT=$script LD_PRELOAD=$TEST_LIB \\
	sh program 2>pipe
SH
native sh start
wait
expect_status 5
expect_out '1
2
3'
grep -qx 'a line' first || fail "no line came"
