#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program has functions of its own by all names of libc's; each says that it was
# called and ends the program. None is, whatever scripts do: formats, numbers as text,
# sorting, patterns, files, dates, errors, backtraces, decoded calls, JSON, fixtures.
. "$(dirname "$0")/../lib.sh"
target=$TEST_TARGETS/../transparency/interposed

cp "$target" program
chmod a+rx program
check() {
	: >"$log"
	hooked ./program
	expect_status 0
	expect_no_err
	expect_out well
	count_log 1 '^all done$'
	! grep -v '^all done$' "$log" || fail 'the script met an error'
}
each 'auto bare thread keys zpoline sud user' check

# What is said of it, and at the end.
preload ZPOLINE_VERBOSE=2 ./program
expect_status 0
expect_out well

# What fixtures do.
script <<'LUA'
local fx = require "zpoline.fixture"
fx.file("/other", "b")
fx.disk_full(0, { path = "*interposed_file" })
fx.fail("nanosleep", { error = "EINTR" })
fx.clock { at = "2020-01-01T00:00:00Z" }
LUA
hooked ./program
expect_status 1
find_out '^files fails$'
find_out '^time fails$'
! grep -q 'is called' out || fail 'a function of the program was called'

script <<'LUA'
error(("%s %g"):format("no", 0.5))
LUA
refused 'script.lua:1: no 0.5' ZPOLINE_SCRIPT="$script"
hooked ./program
expect_status 125
! grep -q 'is called' out || fail 'a function of the program was called'
