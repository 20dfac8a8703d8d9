#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What zp.json encodes, Python reads back as the same.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local encode, null = zp.json.encode, zp.json.null
print(encode { 1, -2, 3.5, 1e300, true, false, "x", null, { null } })
print(encode { b = { c = {} }, a = "\0\1\n\"\\/\x7f\u{e9}\u{1f600}", [7] = "seven" })
print(encode("\xff\xfe\0"), encode(math.mininteger), encode(nil), encode(0.1))
local own = {}
own[1] = own
for _, bad in ipairs { own, print, 0 / 0, 1 / 0, { [1.5] = 1 }, { [{}] = 1 } } do
  print(select(2, pcall(encode, bad)))
end
LUA
hooked true
expect_status 0
cat >expected <<'TEXT'
zp.json: a table that contains itself
zp.json: a function cannot be encoded
zp.json: not a finite number
zp.json: not a finite number
zp.json: a key must be a string or an integer, not a number
zp.json: a key must be a string or an integer, not a table
TEXT
tail -n 6 "$log" | diff expected - || fail "messages differ (< expected)"
[ "$(wc -l <"$log")" -eq 9 ] || fail "a value is not one line"
needs "$PYTHON"
"$PYTHON" - "$log" <<'PY' || fail "Python reads something else"
import json, sys
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
assert json.loads(lines[0]) == [1, -2, 3.5, 1e300, True, False, "x", None, [None]], lines[0]
assert json.loads(lines[1]) == {
    "b": {"c": {}}, "a": "\0\1\n\"\\/\x7f\u00e9\U0001f600", "7": "seven"}, lines[1]
assert [json.loads(word) for word in lines[2].split("\t")] == [
    "\u00ff\u00fe\0", -2**63, None, 0.1], lines[2]
PY
