#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A signal at each instruction of the way in and out of a call: its handler
# finds the registers of the call.
. "$(dirname "$0")/../lib.sh"
needs objdump

# The addresses of the instructions of entry_call and of what it asks.
places() {
	objdump -d --no-show-raw-insn "$TEST_LIB" | awk '
		$2 ~ /^<.*>:$/ {
			on = $2 ~ /^<(entry_(call|zero|trap|far|jump)|thread_slot)/
		}
		on && $1 ~ /^[0-9a-f]+:$/ { sub(":", "", $1); print $1 }'
}

# way SITE MASK LEAST: of the places the call comes to so many
way() {
	script <<-LUA
		zp.count("umask", { mask = $2 })
	LUA
	# shellcheck disable=SC2046 # a list
	hooked ZPOLINE_ANALYSIS=start "$TEST_TARGETS/entry_signals" "$1" $(places)
	expect_no_err
	expect_status 0
	[ "$(cat out)" -ge "$3" ] || fail "came to $(cat out) places"
}
signals() {
	for site in own libc; do
		way $site 2 50 # passes on
		way $site 1 50 # to C
	done
}
each 'auto zpoline' signals
