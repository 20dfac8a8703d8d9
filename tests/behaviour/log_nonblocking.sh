#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The program makes the log's pipe non-blocking: lines wait for its reader. Where
# there is none for seconds they are lost, whole, and the program goes on; the last
# line says how many.
. "$(dirname "$0")/../lib.sh"
targets_for_all lines

mkfifo pipe
script <<'LUA'
local n = 0
zp.hook("getppid", function()
  n = n + 1
  print(("line %05d "):format(n) .. ("."):rep(n % 10 == 0 and 9000 or 100))
end)
LUA
cat >start <<SH
exec env ZPOLINE_SCRIPT=$script LD_PRELOAD=$TEST_LIB \\
	$TEST_TARGETS/lines 2000 nonblock 2>pipe
SH
whole='^line [0-9]{5} \.{100}(\.{8900})?$'

# A slow one.
(sleep 1; cat) <pipe >got &
native sh start
wait
expect_status 0
[ "$(grep -cE "$whole" got)" -eq 2000 ] || fail "not all lines came"
[ "$(wc -l <got)" -eq 2000 ] || fail "and others"

# One that reads when all is over.
(while [ ! -e over ]; do sleep 0.05; done; cat) <pipe >got &
native sh start
touch over
wait
expect_status 0
expect_out 'done: seen 0, pending 0 0'
came=$(grep -cE "$whole" got)
if [ "$came" -le 5 ] || [ "$came" -ge 1000 ]; then
	fail "$came lines came"
fi
cut=$(grep -vcE "$whole" got)
[ "$cut" -le 1 ] || fail "$cut lines were cut"
