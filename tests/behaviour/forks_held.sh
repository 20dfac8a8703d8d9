#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A fork that waits for what another thread of the program answers, by calls that
# are hooked: that thread comes to the interpreter all the same, and the child's
# is whole, or is not entered.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("*", function() end)
zp.hook("getppid", function()
  local n = 0
  for _ = 1, 2000 do n = n + 1 end
end)
zp.hook("getuid", function() zp.log("getuid") end)
LUA
held() {
	TEST_TIMEOUT=60 hooked "$TEST_TARGETS/forks_held" "$1"
	expect_status 0
	expect_out 'answered 2, ended 2'
	lost=$(grep -c 'forked amid a handler of another thread: no handler' "$log")
	[ "$1" = notify ] || [ "$lost" -eq 0 ] || fail "$2: a handler is lost"
	[ "$(grep -c '^getuid$' "$log")" -eq $((3 - lost)) ] ||
		fail "$2: not each getuid was seen"
}
# behind a filter new tasks go without the net
for why in event notify; do
	ways='auto thread sud'
	[ "$why" = event ] || ways='auto thread'
	native "$TEST_TARGETS/forks_held" "$why"
	if [ "$status" -eq 77 ]; then
		missing=$(cat "$tmp/err")
		continue
	fi
	expect_out 'answered 2, ended 2'
	each "$ways" held "$why"
done
[ -z "${missing-}" ] || skip "$missing"
