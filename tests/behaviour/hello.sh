#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# examples/hello.lua, with a program that starts another.
. "$(dirname "$0")/../lib.sh"
needs python3

script=$root/examples/hello.lua
code='import subprocess
print(subprocess.run(["echo", "hi"], capture_output=True).stdout)'
native "$PYTHON" -c "$code"
mv out native_out
hooked "$PYTHON" -c "$code"
expect_status 0
cmp -s native_out out || fail "not what python prints natively"
[ -s "$log" ] || fail "the script said nothing"
