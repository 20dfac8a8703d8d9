#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.stats: calls, errors and time by number; in a file, which another process goes on with.
. "$(dirname "$0")/../lib.sh"

for state in shared thread; do
	dd if=/dev/zero of=counts bs=262144 count=1 2>/dev/null
	hooked ZPOLINE_STATE=$state ZPOLINE_ARGS="$tmp/counts" "$TEST_TARGETS/calls" 'write:90:9*3' \
		'thread:write:91:9*2' close:92 'getppid*6' 'sync:1*2'
	expect_status 0
	find_log '^all 6 0 2$'
	find_log '^time true true$'
	find_log '^some 5 5 1 nil$'
	find_log '^failed 5 5 nil$'
	find_log '^slow 2 nil$'
	find_log '^added 2 1 1000$'
	find_log '^file 6$'
	find_log '^100\.00 +[0-9.]+ +[0-9]+ +6 +6 total$'
	find_log '^ +[0-9.]+ +[0-9.]+ +[0-9]+ +5 +5 write$'
	find_log '^removed 5$'
	find_log '^reset nil$'
done
hooked ZPOLINE_ARGS="$tmp/counts" "$TEST_TARGETS/calls" getppid write:90:9 close:92 'sync:1*2'
find_log '^file 7$'
