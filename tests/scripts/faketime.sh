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
# at a hundred times the pace: what waits, too, and the monotonic clock
zpoline run -s faketime -a 'rate=100' -o log -- "$PYTHON" -c '
import time
a, m = time.time(), time.monotonic()
time.sleep(100)
b, n = time.time(), time.monotonic()
print(100 <= b - a < 2000, abs((b - a) - (n - m)) < 50)'
expect_out 'True True'
# all calls that tell, take or set a time
touch -d @1500000000 old
zpoline run -s faketime -a 'at=2038-01-19T03:00:00 rate=20' \
	-s "$root/tests/fixture/time_guard.lua" -- \
	"$PYTHON" "$root/tests/fixture/time_calls.py"
expect_status 0
expect_out '20 checks, 0 wrong'
expect_no_err
# the time goes on in programs that are started, whatever their environment
zpoline run -s faketime -a 'at=2030-01-01 rate=1000' -o log -- \
	env -i /bin/sh -c 'sleep 600; : >new; exec /bin/sh -c "stat -c %Y new; sleep 600; date +%s"'
first=$(sed -n 1p out) last=$(sed -n 2p out)
if [ "$first" -lt 1893456600 ] || [ "$last" -lt $((first + 600)) ] || [ "$last" -gt 1893500000 ]; then
	fail "the time begins anew"
fi
# but for another run in it
zpoline run -s faketime -a 'at=2030-01-01' -o log -- \
	"$ZPOLINE" run -s faketime -a 'at=2040-01-01' -o log -- date -u +%Y
expect_out 2040
zpoline run -s faketime -a 'at=2030-01-01 rate=0' -o log -- sh -c 'date -u +%s.%N; sleep 0.1; date -u +%s.%N'
expect_out '1893456000.000000000
1893456000.000000000'
# the shell's own way (time and gettimeofday)
zpoline run -s faketime -a 'at=2030-01-01' -o log -- perl -e 'print time() - 1893456000 < 5 ? "ok" : "no", "\n"'
expect_out ok
for words in at=soon by=1 rate=-1; do
	zpoline run -s faketime -a "$words" -o log -- true
	expect_status 125
	find_err "faketime: $words is not "
done
