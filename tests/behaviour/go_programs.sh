#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Go programs with handlers, counters and lines of every call: goroutines on small
# stacks, a server, programs, signals, preemption, garbage, faults. Fails where calls
# write far below a goroutine's stack pointer: its words are not what they were.
. "$(dirname "$0")/../lib.sh"
needs go gcc

build() { # NAME OPTION...
	name=$1
	shift
	(cd "$here/go/program" && HOME=$tmp GOCACHE=$TEST_TARGETS/go-cache \
		go build -o "$tmp/$name" "$@" .) >"$tmp/build" 2>&1 ||
		skip "go cannot build $name: $(tail -n 1 "$tmp/build")"
}

scripts='zp.hook("*", function() end)
zp.hook("*", function(regs) return regs:call() end)
zp.hist("*")
zp.trace("*")
zp.count("*", nil, { by = { "stack", "comm" }, sum = "took" })
zp.inject("*", { uses = "/no*", error = "EIO" })'

run_all() { # PROGRAM [VARIABLE]
	echo "$scripts" >"$tmp/scripts"
	while read -r line; do
		echo "$line" >"$tmp/script.lua"
		script=$tmp/script.lua
		hooked ${2+"$2"} "$tmp/$1"
		expect_status 0
		expect_out 'stacks true
server true
programs true
signals true
preemption true
garbage true
faults true'
		rm -f "$log"
	done <"$tmp/scripts"
}

export CGO_ENABLED=0
build static -ldflags='-s -w'
build pie -buildmode=pie
export CGO_ENABLED=1
build external -ldflags=-linkmode=external
mode auto
run_all external
mode 'exec'
for program in static pie external; do
	run_all "$program"
done
# a program for an address of its own has the library near: it does not use brk
preload ZPOLINE_VERBOSE=1 ZPOLINE_SCRIPT="$script" "$tmp/static"
find_err ' rewritten: [0-9]+ jumps, 0 of them to far stubs'
# each call by a signal, on the same stack
scripts='zp.hist("*")'
run_all static ZPOLINE_ENGINE=sud
run_all static ZPOLINE_EXCLUDE=static
exit 0
