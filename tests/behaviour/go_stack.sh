#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A goroutine may have as little as 664 bytes below its stack pointer when it makes a
# call. An unhooked call writes no more than 136 there, a hooked one no more than 272.
. "$(dirname "$0")/../lib.sh"
needs go
export CGO_ENABLED=0
(cd "$here/go/stack" && HOME=$tmp GOCACHE=$TEST_TARGETS/go-cache \
	go build -o "$tmp/stack" .) >"$tmp/build" 2>&1 ||
	skip "go cannot build: $(tail -n 1 "$tmp/build")"
mode 'exec'

room() { # BYTES LINE
	echo "$2" >"$tmp/script.lua"
	script=$tmp/script.lua
	hooked "$tmp/stack" "$1"
	expect_status 0
	expect_out 'true
true'
	rm -f "$log"
}

room 136 'zp.hook("uname", print)'
for line in 'zp.hook("*", function() end)' \
	'zp.hook("*", function(regs) return regs:call() end)' \
	'zp.hist("*") zp.inject("*", { delay_enter = "1us", delay_exit = "1us" })' \
	'zp.inject("*", { uses = "/no*", error = "EIO" })' \
	'zp.count("*", { uses = "/no*" }, { by = { "stack", "comm" }, sum = "took" })' \
	'zp.trace("*", nil, { took = true, relative = true })' \
	'zp.stats()'; do
	room 272 "$line"
done
exit 0
