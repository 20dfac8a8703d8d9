#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/slow.lua: what takes longer than asked, and nothing else.
. "$(dirname "$0")/../cli/cli.sh"

(sleep 0.3; echo text) | timeout 20 "$ZPOLINE" run -s slow -a over=100ms -o log -- cat >out
expect_out text
count_log 1 .
find_log '^[0-9]+ read\(0, "text\\n", [0-9]+\) = 5 <0\.[0-9]{6}>$'
# calls that wait on purpose only if they are asked for
zpoline run -s slow -o log -- sleep 0.1
! grep -q nanosleep log || fail "sleep is meant to wait"
zpoline run -s slow -a 'over=50ms clock_nanosleep' -o log -- sleep 0.1
find_log '^[0-9]+ clock_nanosleep\(.* <0\.[0-9]{6}>$'
zpoline run -s slow -a 'over=10' -o log -- true
expect_status 125
find_err "'10' is not a time"

zpoline run -s slow -a 'over=50ms stack clock_nanosleep' -o log -- sleep 0.1
find_log '^ *#[0-9]+ .*sleep'
