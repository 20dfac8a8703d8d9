#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.hook with arguments that make no sense says so, with the line.
. "$(dirname "$0")/../lib.sh"

attempt() {
	script <<LUA
$1
LUA
	refused "script.lua:1: $2" ZPOLINE_SCRIPT="$script"
}

attempt 'zp.hook("opennat", print)' \
	"unknown system call 'opennat' \(did you mean 'openat'\?\)"
attempt 'zp.hook({ "read", "wrte" }, print)' "unknown system call.*'write'"
attempt 'zp.hook("@file", print)' \
	"unknown system call '@file' .*zp.syscalls.*'%file'"
attempt 'zp.hook("read")' 'bad argument'
attempt 'zp.hook("read", {})' '.*enter.*exit'
attempt 'zp.hook("read", { leave = print })' ".*'leave'"
attempt 'zp.hook({}, print)' '.*empty'
attempt 'zp.hook(-1, print)' '.*range'
attempt 'zp.hook(print, print)' '.*function'
attempt 'zp.on("end", print)' ".*'end'"
attempt 'print(zp.errno.ENOTHING)' ".*'ENOTHING'"
attempt 'zp.options { speed = 1 }' ".*'speed'.*budget, memory, on_error and state"
attempt 'zp.options { budget = 0 }' '.*budget is a number of Lua instructions'
attempt 'zp.options { memory = "much" }' '.*memory is a number of MiB from 1'
attempt 'zp.options { on_error = "stop" }' ".*'warn' or 'abort'"
attempt 'zp.options(1)' 'bad argument'
