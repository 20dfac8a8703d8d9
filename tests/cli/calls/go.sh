#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: go gcc
# varies: accept4 brk clone clone3 exit futex getpid gettid madvise mmap mprotect munmap nanosleep rseq rt_sigreturn sched_yield set_robust_list sigaltstack tgkill waitid write read epoll_wait sched_getaffinity
# sets
# prepare
# How many threads there are, who wakes whom, and who is preempted (by a signal).
if [ "${1-}" = prepare ]; then
	export GOCACHE="$TEST_TARGETS/go-cache"
	CGO_ENABLED=0 go build -o static . && CGO_ENABLED=1 go build -o dynamic . && exec ./static
	exit
fi
./static
exec ./dynamic
