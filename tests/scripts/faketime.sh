#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/faketime.lua: the date, by all ways to ask for it, and its pace.
. "$(dirname "$0")/../cli/cli.sh"

zpoline run -s faketime -a 'at=2030-02-28T12:00:00' -o log -- date -u +%FT%H:%M
expect_out 2030-02-28T12:00
zpoline run -s faketime -a 'at=1999-12-31' -o log -- "$PYTHON" -c '
import time, datetime
print(int(time.time()) // 10, datetime.datetime.utcfromtimestamp(time.time()).date())'
find_out '^94659840 1999-12-31$'
before=$(date +%s)
zpoline run -s faketime -a 'by=-36h' -o log -- date +%s
diff=$((before - $(cat out)))
if [ $diff -lt 129590 ] || [ $diff -gt 129600 ]; then
	fail "36 hours are $diff seconds"
fi
# at a hundred times the pace, and not at all; the monotonic clock is as ever
zpoline run -s faketime -a 'rate=100' -o log -- "$PYTHON" -c '
import time
a, m = time.time(), time.monotonic()
time.sleep(0.1)
b, n = time.time(), time.monotonic()
print(b - a > 9, n - m < 5)'
expect_out 'True True'
zpoline run -s faketime -a 'at=2030-01-01 rate=0' -o log -- sh -c 'date -u +%s.%N; sleep 0.1; date -u +%s.%N'
expect_out '1893456000.000000000
1893456000.000000000'
# the shell's own way (time and gettimeofday)
zpoline run -s faketime -a 'at=2030-01-01' -o log -- perl -e 'print time() - 1893456000 < 5 ? "ok" : "no", "\n"'
expect_out ok
zpoline run -s faketime -a 'at=soon' -o log -- true
expect_status 125
