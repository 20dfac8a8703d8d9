#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Signals come at any moment of a hooked call; the calls that their handlers
# make do not disturb the one under way.
. "$(dirname "$0")/../lib.sh"

script=$here/every.lua
for round in 1 2 3 4 5; do
	same_output "$TEST_TARGETS/alarms"
	count_log "$round" '^calls [1-9]'
done
count_log "$round" .
