#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Files are cut short, and mappings vanish, while they are looked at as code, at the
# start and later.
. "$(dirname "$0")/../lib.sh"

script </dev/null
cp "$TEST_LIB" "$tmp/object.so"
alive() {
	hooked "$TEST_TARGETS/late_cut" "$tmp/object.so" "$tmp"
	expect_status 0
	expect_out alive
}
each 'auto zpoline thread' alive

head -c -150000 "$TEST_TARGETS/cut.so" >"$tmp/cut.so"
starts() {
	# shellcheck disable=SC2086 # a list of words
	run env LD_PRELOAD="$TEST_LIB:$tmp/cut.so" $mode_variables \
		ZPOLINE_SCRIPT="$script" "$TEST_TARGETS/getpid"
	expect_status 0
}
each 'auto zpoline' starts
