#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace tells what has killed each child, also one that lives for a moment only.
. "$(dirname "$0")/cli.sh"

release=$(uname -r)
minor=${release#*.}
minor=${minor%%[!0-9]*}
[ "$((${release%%.*} * 1000 + minor))" -ge 6015 ] ||
	skip "before Linux 6.15 the status of a child that was waited for is not known"

for how in '' --json; do
	# shellcheck disable=SC2086 # one word or none
	zpoline trace $how -o log -e getppid "$TEST_TARGETS/killed_children"
	expect_status 0
	count_log 25 'killed by SIGKILL|"kill","signal":"SIGKILL"'
	count_log 25 'killed by SIGTERM|"kill","signal":"SIGTERM"'
done
