#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.decode(regs): a call as values, before and after it, that zp.json encodes.
. "$(dirname "$0")/../lib.sh"
needs "$PYTHON"

mkdir sub && echo text >sub/file
hooked sh -c "head -n 1 '$tmp/sub/file'; test -e /nonexistent; exit 3"
expect_status 3
"$PYTHON" - "$log" "$tmp/sub/file" <<'PY' || fail "not what was expected"
import json
import sys

path = sys.argv[2]
calls = {}
for line in open(sys.argv[1]):
    phase, text = line.split(" ", 1)
    calls.setdefault(phase, []).append(json.loads(text))


def first(phase, name, match=lambda call: True):
    return next(c for c in calls[phase] if c["name"] == name and match(c))


def args(call):
    return {arg["name"]: arg for arg in call["args"]}


def opens(call):
    return args(call)["path"].get("decoded") == path


entered = first("enter", "openat", opens)
assert "ret" not in entered and entered["nr"] == 257
opened = first("exit", "openat", opens)
assert opened["ret"] == 3 and opened["result"] == "3" and "error" not in opened
assert args(opened)["dfd"] == {"name": "dfd", "value": -100, "text": "AT_FDCWD"}
assert args(opened)["flags"]["text"] == "O_RDONLY"
assert args(opened)["path"]["text"] == '"%s"' % path

# what the kernel fills in is not there before the call
before = args(first("enter", "read", lambda c: c["args"][0]["value"] == 3))
assert "text" not in before["buf"] and before["count"]["text"].isdigit()
after = first("exit", "read", lambda c: c["ret"] == 5)
assert args(after)["buf"]["decoded"] == "text\n"

stat = first("exit", "newfstatat", lambda c: c["ret"] == 0)
members = args(stat)["statbuf"]["decoded"]
assert members["st_mode"][0].startswith("S_IF") and members["st_size"] >= 0, members

failed = first("exit", "newfstatat", lambda c: c["ret"] < 0)
assert failed["error"] == "ENOENT" and failed["ret"] == -2
assert failed["result"] == "-1 ENOENT (No such file or directory)"

waited = first("exit", "wait4", lambda c: c["ret"] > 0)
assert args(waited)["wstatus"]["text"] == "[{WIFEXITED(s) && WEXITSTATUS(s) == 0}]"
PY
