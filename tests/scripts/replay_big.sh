#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A tape is never in memory: what a replay takes besides the program does not grow with it.
. "$(dirname "$0")/../cli/cli.sh"

# peak BYTES: what is taken at most, in KiB, for a file of so many; by small and large calls
cat >peak.py <<'PY'
import os, resource
for size in 1 << 10, 1 << 16, 8 << 20:
    fd = os.open("input", os.O_RDONLY)
    n = 0
    while data := os.read(fd, size):
        n += len(data)
        if size == 1024 and n == 2 << 20: break
    assert n >= 2 << 20, n
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
PY
peak() {
	head -c "$1" /dev/zero >input
	zpoline run -s record -a to=tape -- "$PYTHON" peak.py
	expect_status 0
	: >input
	zpoline run -s replay -a from=tape -- "$PYTHON" peak.py
	expect_status 0
	expect_no_err
	peak=$(cat out)
	rm tape
}
peak 4194304
small=$peak
peak 150000000
[ "$((peak - small))" -lt 32768 ] || fail "from $small to $peak KiB"
