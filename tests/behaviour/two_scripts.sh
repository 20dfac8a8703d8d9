#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_SCRIPT is a list: loaded in order, in one interpreter.
. "$(dirname "$0")/../lib.sh"

cat >one.lua <<'LUA'
shared = "from one"
zp.hook("getpid", function(regs) return regs:call() and 20 end)
LUA
cat >two.lua <<'LUA'
print(shared)
zp.hook("getpid", function() print("two"); return 10 end)
LUA
preload ZPOLINE_SCRIPT="$tmp/one.lua:$tmp/two.lua" ZPOLINE_LOG="$log" \
	"$TEST_TARGETS/getpid"
expect_status 0
expect_out 20
expect_log 'from one
two'
