#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_LOG: a file, added to; %p is the process id.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
print("hello from " .. zp.pid())
LUA
preload ZPOLINE_SCRIPT="$script" ZPOLINE_LOG="$tmp/log" sh -c 'true; exec true'
expect_status 0
expect_no_err
count_log 2 '^hello from [0-9]+$'

preload ZPOLINE_SCRIPT="$script" ZPOLINE_LOG="$tmp/by.%p.log" true
expect_status 0
set -- by.*.log
[ $# -eq 1 ] || fail "not one log"
pid=$(sed 's/hello from //' "$1")
[ "$1" = "by.$pid.log" ] || fail "$1 is not named by $pid"
