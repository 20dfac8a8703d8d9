#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace loses no line and tears none when the program is killed: 1,000 times,
# at any moment.
. "$(dirname "$0")/../cli/cli.sh"

"$PYTHON" "$here/trace_storm.py" "$ZPOLINE" "$TEST_TARGETS/count_up" 1000 >out ||
	fail "$(cat out)"
find_out '^1000 programs killed, '
