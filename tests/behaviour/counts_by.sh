#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.count and zp.hist by keys: each kind of key, sums, the bound, what is printed.
. "$(dirname "$0")/../lib.sh"

for state in shared thread; do
	hooked ZPOLINE_STATE=$state "$TEST_TARGETS/calls" 'write:2:9*3' \
		'thread:write:2:10*5' 'write:91:10*4' close:92 'getppid*6' 'thread:getppid*2' \
		'sync:1*2' open:/nothing
	expect_status 0
	find_log '^fd \{2=8 91=4\} 0$'
	find_log '^argument \{10=9 9=3\} 0$'
	find_log '^list \{close=\{92=1\} write=\{2=8 91=4\}\} 0$'
	find_log '^errno \{EBADF=5 ok=8\} 0$'
	find_log '^ret \{-9=4 10=5 9=3\} 0$'
	find_log '^failed \{close=1 write=4\} 0$'
	find_log '^path \{/nothing=1\} 0$'
	find_log '^comm \{calls=8\} 0$'
	find_log '^sum 77 0$'
	find_log '^sums \{2=77 91=0\} 0$'
	find_log '^to \{2=77 91=0\} 0$'
	find_log '^none 0 0$'
	find_log '^bounded \{9=3\} 9$'
	find_log '^stack main 6$'
	find_log '^stack thread 2$'
	find_log '^tid 3$'
	find_log '^rows 1 fsync 2 [02] true$'
	find_log '^hist 2 true true$'
	find_log '^     calls syscall  fd$'
	find_log '^         8 write  2$'
	find_log '^         1 close  92$'
	find_log '^fsync: 2 calls, [0-9.]+ms on average$'
	find_log '^ *\[[0-9.]+ms, [0-9.]+ms\) +[12] \|@+ *\|$'
	find_log '^take 8$'
	find_log '^taken nil nil$'
	find_log '^removed \{91=4\}$'
	find_log '^reset \{\}$'
done
