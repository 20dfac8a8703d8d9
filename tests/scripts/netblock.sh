#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/netblock.lua: no network, some of it, all but some.
. "$(dirname "$0")/../cli/cli.sh"

block() {
	zpoline run -s netblock -a "$1" -o log -- "$PYTHON" "$root/tests/cli/talk.py"
	expect_status 0
}
zpoline run -s netblock -o log -- "$PYTHON" "$root/tests/cli/talk.py"
expect_status 0
find_out '^127.0.0.1 Connection refused$'
find_out '^datagram Connection refused$'
! grep -q got out || fail "something went through"
find_log '^[0-9]+ netblock: connect 127.0.0.1:[0-9]+ = ECONNREFUSED$'
find_log '^[0-9]+ netblock: sendto 127.0.0.1:9 = ECONNREFUSED$'
block 'allow=127.0.0.1:* allow=[::1]:*'
find_out '^127.0.0.1 got 10$'
[ ! -s log ] || fail "something was blocked"
block 'block=*:9 error=EHOSTUNREACH'
find_out '^127.0.0.1 got 10$'
find_out '^datagram No route to host$'
