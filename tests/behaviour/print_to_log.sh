#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# print and zp.log write lines to the log: standard error unless told
# otherwise, never standard output.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
print("loaded", 1, nil, true)
zp.hook("getpid", function() zp.log("%5.1f|%s|%x", 2.25, "text", 255) end)
LUA
preload ZPOLINE_SCRIPT="$script" "$TEST_TARGETS/getpid"
expect_status 0
[ "$(wc -l <out)" -eq 1 ] || fail "the log is in standard output"
printf 'loaded\t1\tnil\ttrue\n  2.2|text|ff\n' | cmp -s - err ||
	fail "not what was printed"
