#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The same with a handler around each call: signals that come when the call is
# about to be made, or has just been.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("*", function(regs) return regs:call() end)
zp.on("exit", function() print("ended") end)
LUA
for round in 1 2 3 4 5; do
	same_output "$TEST_TARGETS/alarms"
	count_log "$round" '^ended$'
done
count_log "$round" .
