#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace --json of eight programs into one pipe, with lines longer than a
# pipe takes at once and a reader who takes his time: every line is whole.
. "$(dirname "$0")/cli.sh"

cat >writes.py <<'PY'
import os, sys
out = os.open("/dev/null", os.O_WRONLY)
for i in range(60):
    os.write(out, (sys.argv[1] * (20 + i * 200)).encode())
PY
cat >many <<'SH'
for i in 1 2 3 4 5 6 7 8; do
	"$@" "$i" &
done
wait
SH
cat >reads.py <<'PY'
import collections, json, sys, time
found = collections.defaultdict(list)
for n, text in enumerate(sys.stdin):
    line = json.loads(text)
    if n % 200 == 0: time.sleep(0.01)
    if line.get("name") != "write": continue
    buf = line["args"]["buf"]
    if buf and len(set(buf)) == 1 and len(buf) >= 20: found[buf[0]].append(len(buf))
assert set(found) == set("12345678"), set(found)
for lengths in found.values():
    assert lengths == [20 + i * 200 for i in range(60)], lengths
PY

# as one tree, and as eight that know nothing of each other
"$ZPOLINE" trace --json -s 20000 -o fd:9 sh many "$PYTHON" -S writes.py 9>&1 >/dev/null |
	"$PYTHON" reads.py || fail "one tree: a line is torn, or missing"
sh many "$ZPOLINE" trace --json -s 20000 -o fd:9 "$PYTHON" -S writes.py 9>&1 >/dev/null |
	"$PYTHON" reads.py || fail "eight programs: a line is torn, or missing"
