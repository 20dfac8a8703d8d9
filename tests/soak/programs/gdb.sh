#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: gdb gcc
# differs.empty: with protection keys and as root the gate is where gdb knows no frames
# differs.work: the debugger sees the faults of reading bad addresses from Lua
# A program under a debugger: breakpoints, steps, a signal, a crash, its end.
cat >p.c <<'C'
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
static volatile int hits;
static void handler(int sig) { hits += sig; }
int twice(int n) { return write(1, "w\n", 2) == 2 ? 2 * n : 0; }
int main(int argc, char **argv)
{
	signal(SIGUSR1, handler);
	printf("%d\n", twice(argc));
	fflush(stdout);
	raise(SIGUSR1);
	if (argc > 1)
		*(volatile int *)8 = 1;
	return hits + (argv[0] == 0);
}
C
gcc -g -O0 -o p p.c || exit
# Hooked, a program stopped in a call stands in the gate, a frame without a
# name, and may have frames of the library before libc's function.
filter() {
	grep -vE 'libthread_db|debuginfod|auto-load|^warning|^$|Inferior' |
		grep -vE 'libzpoline|[?][?] \(\)|pthread_kill_implementation|pthread_kill.c: No' |
		sed 's/0x[0-9a-f]*/ADDRESS/g; s/process [0-9]*/process N/; s/^#[0-9]* */#/'
}
# With the net alone each call of the program is a SIGSYS.
debug() {
	gdb -nx -batch -iex 'set debuginfod enabled off' \
		-ex 'handle SIGSYS nostop noprint pass' "$@" </dev/null 2>&1 | filter
}
debug -ex 'break twice' -ex run -ex bt -ex 'finish' \
	-ex 'handle SIGUSR1 stop print' -ex continue -ex bt -ex continue ./p
debug -ex 'handle SIGUSR1 nostop noprint' -ex 'run x' -ex bt -ex 'p hits' ./p
debug -ex 'break twice' -ex run -ex next -ex step -ex kill ./p
