#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_LOG=fd:N: a descriptor that the program was given.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() print("hello") end)
LUA
preload ZPOLINE_SCRIPT="$script" ZPOLINE_LOG=fd:1 "$TEST_TARGETS/getpid"
expect_status 0
expect_no_err
[ "$(head -n 1 out)" = hello ] || fail "not in standard output"

preload ZPOLINE_SCRIPT="$script" ZPOLINE_LOG=fd:7 \
	"$TEST_TARGETS/getpid" 7>"$log"
expect_status 0
expect_log hello
