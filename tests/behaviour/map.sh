#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.map: cells that Lua fills, in threads and forked children.
. "$(dirname "$0")/../lib.sh"

for state in shared thread; do
	hooked ZPOLINE_STATE=$state "$TEST_TARGETS/calls" 'write:91:5*3' 'thread:write:91:9*2' \
		'fork:write:91:9*4' write:91:70
	expect_status 0
	find_log '^write 10$'
	find_log '^size 10 139 3 4 3$'
	find_log '^small 3 1$'
	find_log '^     value key$'
	find_log '^        12 write  9$'
	find_log '^        10 write$'
	find_log '^size: 10 values, 13 on average$'
	find_log '^ *\[8, 16\) +6 \|@+\|$'
	find_log '^take 10 nil$'
	find_log '^reset nil$'
	find_log '^removed 1 add: the map was removed$'
done
