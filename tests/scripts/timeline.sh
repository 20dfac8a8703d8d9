#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/timeline.lua: events that Chrome's format reader takes, of all processes.
. "$(dirname "$0")/../cli/cli.sh"

echo text >file
zpoline run -s timeline -o trace.json -- sh -c 'cat file; cat missing; sleep 0.05; exit 3'
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
opened = [e for e in calls if e["args"].get("path") == "file"]
assert opened and all(e["args"]["ret"] > 0 and e["cat"] == "call" for e in opened), opened
assert all("ret" in e["args"] for e in calls if e["name"] == "getpid")
missing = [e for e in calls if e["args"].get("error") == "ENOENT"]
assert missing and all(e["cat"] == "failed" for e in missing), missing
PY
zpoline run -s timeline -a over=40ms -o trace.json -- sleep 0.05
[ "$(grep -c '"ph":"X"' trace.json)" -eq 1 ] || fail "over="

# Events of no call are no part of it.
echo 'zp.trace("*", nil, { format = "timeline", exits = true })' >bad.lua
zpoline run -s ./bad.lua -- true
expect_status 125
find_err "zp.trace: format 'timeline' has calls only. Remedy: without exits"
