#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What the headers of examples/ promise.
. "$(dirname "$0")/../lib.sh"
needs cc

cc -o dice "$root/examples/dice.c" || fail "examples/dice.c"
script=$root/examples/dice.lua
hooked ./dice
expect_status 0
expect_out '6 6 6 6 6'

script=$root/examples/hello.lua
echo hello >file
hooked cat file missing
expect_status 1
expect_out hello
expect_log "file	opened as 3
missing	ENOENT
2 calls of openat in process $(sed -n 's/.*process //p' "$log")"
