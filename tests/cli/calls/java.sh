#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: java javac
# varies: futex madvise mprotect munmap restart_syscall sched_yield getpid sched_getaffinity rt_sigreturn
# sets
# prepare
if [ "${1-}" = prepare ]; then
	exec javac Run.java
fi
exec java -Xmx100m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp . Run
