#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline top: pictures while the program runs, without a terminal and on one.
. "$(dirname "$0")/cli.sh"

zpoline top -d 1 -o table sh -c 'dd if=/dev/zero of=/dev/null bs=1 count=1000 status=none
	sleep 1.5; exit 4'
expect_status 4
[ "$(grep -c ' s: .* calls/s' table)" -ge 2 ] || fail "not one picture a second"
awk '$5 == "write" { n = $2 } END { exit n != 1000 }' table || fail "1000 times write"
! grep -q "$(printf '\033')" table || fail "escapes in a file"

zpoline top -e write -n 1 -o table dd if=/dev/zero of=/dev/null bs=1 count=10
! grep -q ' read$' table || fail "read is not asked for"

# a terminal
"$PYTHON" - "$ZPOLINE" >shown <<'PY' || fail "on a terminal"
import os, pty, sys
def read(fd):
    return os.read(fd, 4096)
status = pty.spawn([sys.argv[1], "top", "sleep", "1.3"], read)
sys.exit(os.waitstatus_to_exitcode(status))
PY
grep -q "$(printf '\033')\[H" shown || fail "the picture does not stand still"
grep -q clock_nanosleep shown || fail "no call is shown"
