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
# a process that is killed has told all its calls; whoever kills the command kills the
# program; the exit status is the program's
# shellcheck disable=SC2016
zpoline run -s timeline -o trace.json -- sh -c 'test -e one; (test -e two; kill -9 $$)'
[ "$status" -eq 137 ] || fail "status $status, not that of SIGKILL"
for name in one two; do
	[ "$(grep -c "\"path\":\"$name\"" trace.json)" -eq 1 ] || fail "a call is lost: $name"
done
! grep -v '^\[$\|^{.*},$' trace.json || fail "a line that is none"
rm -f ready
"$ZPOLINE" run -s timeline -o trace.json -- sh -c 'trap "echo ended >ready; exit 7" TERM
	echo begun >ready; while :; do sleep 0.1; done' &
pid=$!
n=0
until grep -q begun ready 2>/dev/null; do
	n=$((n + 1))
	[ $n -lt 300 ] || fail "it does not begin"
	sleep 0.1
done
kill -TERM $pid
wait $pid && fail "status 0"
[ $? -eq 7 ] || fail "not the program's status"
grep -q ended ready || fail "the signal has not come to the program"
"$PYTHON" - trace.json <<'PY' || fail "the events are not in order"
import json, sys
events = json.loads(open(sys.argv[1]).read().rstrip().rstrip(",") + "]")
ends = [e["ts"] + e["dur"] for e in events if e["ph"] == "X"]
assert len(ends) > 20 and all(b > a - 20000 for a, b in zip(ends, ends[1:]))
PY
# one file for each process
zpoline run -s timeline -o 'each.%p' -- sh -c '(:); :'
expect_status 0
[ "$(find . -name 'each.*' | wc -l)" -eq 2 ] || fail "not a file for each process"

zpoline run -s timeline -a over=40ms -o trace.json -- sleep 0.05
[ "$(grep -c '"ph":"X"' trace.json)" -eq 1 ] || fail "over="

# Events of no call are no part of it.
echo 'zp.trace("*", nil, { format = "timeline", exits = true })' >bad.lua
zpoline run -s ./bad.lua -- true
expect_status 125
find_err "zp.trace: format 'timeline' has calls only. Remedy: without exits"
