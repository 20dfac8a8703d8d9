#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.count and zp.hist: C counts and measures, in all threads.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/calls" 'write:90:9*3' 'write:90:10*4' 'thread:write:90:11*5' \
	write:91:1 'getppid*6' close:92 'sync:0*3'
expect_status 0
find_log '^counts	1[3-9]	9	[7-9]	0$'
find_log '^reset	0$'
find_log '^slow	true	3	true	true	true$'
find_log '^linear	1	12	0	1000000000	12$'
find_log '^3 calls, [2-9].*ms on average$'
find_log '^ *\[[0-9.]+ms, [0-9.]+ms\) +[1-3] \|@+ *\|$'
find_log '^empty	0$'
