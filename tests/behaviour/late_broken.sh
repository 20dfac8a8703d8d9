#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Files that are cut off or damaged are mapped as code: nothing of ours trips.
. "$(dirname "$0")/../lib.sh"

script </dev/null
alive() {
	for layout in separate-code noseparate-code; do
		hooked "$TEST_TARGETS/late_broken" \
			"$TEST_TARGETS/late-$layout.so" "$tmp"
		expect_status 0
		expect_out alive
	done
}
each 'auto zpoline' alive
