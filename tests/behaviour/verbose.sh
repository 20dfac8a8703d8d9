#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_VERBOSE=1 tells what was rewritten.
. "$(dirname "$0")/../lib.sh"
needs_zero

preload ZPOLINE_VERBOSE=1 true
expect_status 0
expect_no_out
find_err '^zpoline: .* [1-9][0-9]* call sites'
