#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Files are cut short, and mappings vanish, while they are looked at as new code.
. "$(dirname "$0")/../lib.sh"

script </dev/null
cp "$TEST_LIB" "$tmp/object.so"
alive() {
	hooked "$TEST_TARGETS/late_cut" "$tmp/object.so" "$tmp"
	expect_status 0
	expect_out alive
}
each 'auto zpoline thread' alive
