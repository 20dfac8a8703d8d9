#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Wrong options of scripts: one line that names the remedy, no traceback. What a script of
# the user's gives to a module of ours is told from the user's line on.
. "$(dirname "$0")/../cli/cli.sh"

wrong() {
	says=$1
	shift
	zpoline run -s "$@" -- true
	expect_status 125
	find_err "$says"
	[ "$(wc -l <err)" -eq 1 ] || fail "more than one line"
}
wrong "throttle: rate=-1 is not bytes a second, like 100K" throttle -a rate=-1
wrong "throttle: rate=inf is not bytes a second" throttle -a rate=inf
wrong "Remedy: -a rate=100K" throttle
wrong "unknown option 'rat' \(known are on, rate, read, write\)" throttle -a rat=1
wrong "path=x is not absolute. Remedy: path=.PWD/x" deny -a path=x
wrong "policy 'missing' cannot be read" deny -a policy=missing
wrong "is not a time" slow -a over=5
wrong "redirect: nothing to do. Remedy: -a " redirect
wrong "overlay: no folder is named. Remedy: -a upper=" overlay
wrong "record: no file to write to. Remedy: -a to=tape" record
wrong "replay: no recording. Remedy: -a from=tape" replay
wrong "netblock: allow=: '300.1.1.1' can match nothing" netblock -a allow=300.1.1.1
wrong "error=NOTHING is not the name of an error" deny -a "path=/x error=NOTHING"

script <<'LUA'
local fx = require "zpoline.fixture"
local function short() fx.short("read", 0) end
short()
LUA
zpoline run -s "$script" -- true
expect_status 125
find_err 'script.lua:2: fx.short: max is an integer from 1 on, not 0$'
find_err 'script.lua:3: in main chunk'
! grep 'zpoline\.' err || fail "a traceback into a module of ours"
