#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Whatever a script makes and removes again and again, the process does not grow; nor
# does it by what is refused.
. "$(dirname "$0")/../lib.sh"

# freed KIND CALLS
freed() {
	hooked ZPOLINE_ARGS="$1" "$TEST_TARGETS/growth" "$2"
	expect_status 0
	[ "$(cat out)" = 'grown by a MiB or more: 0' ] || fail "$1 makes it grow"
	find_log "^calls	$(($2 + $2 / 10))$"
}

for kind in hook filter result count count_some hist inject inject_thread wrong fails; do
	freed $kind 20000
done
freed pattern 8000
for kind in count_by hist_by stats map; do
	freed $kind 4000
done
freed all 1000
freed full 300
