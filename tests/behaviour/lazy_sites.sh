#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A site of which no function is known traps some times and becomes a jump then, while
# other threads run it. What the trap does not prove goes on to trap.
. "$(dirname "$0")/../lib.sh"
needs_sud

check() { # VARIABLE...
	echo 'local n = 0 zp.hook("getpid", function() n = n + 1 end)
zp.on("exit", function() print("hooked " .. n) end)' >script.lua
	script=$tmp/script.lua
	hooked ZPOLINE_VERBOSE=1 "$@" "$TEST_TARGETS/bare_sites"
	expect_status 0
	expect_out 0
	find_log 'hooked 20040[0-9]$'
	traps=$(sed -n 's/.* \([0-9]*\) of them by SIGSYS$/\1/p' "$log")
	echo "traps: $traps $*"
	rm -f "$log"
}

check
[ "$traps" -ge 400 ] || fail "a site that proves nothing was rewritten"
[ "$traps" -lt 20000 ] || fail "the site is not rewritten"
check ZPOLINE_ENGINE=sud
[ "$traps" -ge 200400 ] || fail "with the engine sud something was rewritten"
check ZPOLINE_EXCLUDE=bare_sites
[ "$traps" -ge 200400 ] || fail "an excluded program was rewritten"
exit 0
