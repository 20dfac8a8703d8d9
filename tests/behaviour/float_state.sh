#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Handlers compute as ever, before the kernel's part and behind it, whatever the
# program has in mxcsr: how it rounds, which exceptions end it. It finds there
# what it left.
. "$(dirname "$0")/../lib.sh"

# the default; all exceptions; rounding up, to zero, denormals are zero; flags
set -- 1f80 0 7f80 5f80 ffc0 1fbf 3f
hooked "$TEST_TARGETS/float_state" "$@"
expect_status 0
expect_no_err
expect_out "$(printf '%s\n' "$@")"
[ "$(sort "$log" | uniq -c | sed 's/^ *//')" = \
	"28 0.33333333333333331 0.30000000000000004 1.4142135623730951 true" ] ||
	fail "handlers computed something else"
