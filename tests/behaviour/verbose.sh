#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_VERBOSE=1 tells what was rewritten.
. "$(dirname "$0")/../lib.sh"
needs_zero

preload ZPOLINE_VERBOSE=1 true
expect_status 0
expect_no_out
find_err '^zpoline: .* [1-9][0-9]* call sites'

# Execute-only memory needs protection keys, and the kernel to use them.
if grep -qw ospke /proc/cpuinfo; then
	! grep -q 'null pointers can be read' "$tmp/err" ||
		fail "page 0 is said to be readable"
else
	find_err '^zpoline: null pointers can be read'
fi
