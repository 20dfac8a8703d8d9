#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/timeline.lua: events that Chrome's format reader takes, of all processes.
. "$(dirname "$0")/../cli/cli.sh"

echo text >file
zpoline run -s timeline -o trace.json -- sh -c 'cat file; sleep 0.05; exit 3'
expect_status 3
"$PYTHON" - trace.json <<'PY' || fail "not the format"
import json, sys
text = open(sys.argv[1]).read()
events = json.loads(text.rstrip().rstrip(",") + "]")
calls = [e for e in events if e["ph"] == "X"]
names = {e["args"]["name"] for e in events if e["ph"] == "M"}
assert {"cat", "sleep"} <= names, names
assert all(e["dur"] >= 0 and e["ts"] > 0 and e["tid"] and e["pid"] for e in calls)
slept = [e for e in calls if e["name"] == "clock_nanosleep"]
assert slept and slept[0]["dur"] > 45000, slept
assert any('"file"' in e["args"]["call"] for e in calls)
PY
zpoline run -s timeline -a over=40ms -o trace.json -- sleep 0.05
[ "$(grep -c '"ph":"X"' trace.json)" -eq 1 ] || fail "over="
