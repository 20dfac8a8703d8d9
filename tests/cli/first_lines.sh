#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace prints what strace prints, from the first instruction on: the
# lines of programs of one thread, side by side. Only addresses and numbers of processes
# differ, what is random, and the reads of /proc/self/maps, which is longer here. So grep is
# not among them: it maps more memory for that file.
. "$(dirname "$0")/cli.sh"
needs_strace

compared=0
# line_by_line PROGRAM ARGUMENT...: where there is such a program.
line_by_line() {
	command -v "$1" >/dev/null || return 0
	same_lines "$@"
	compared=$((compared + 1))
}

printf 'one\ntwo\n' >file
line_by_line true
line_by_line ls -l /usr
line_by_line sh -c 'echo x; exit 3'
line_by_line cat file /nonexistent
line_by_line id
line_by_line sed -n 2p file
line_by_line awk 1 file
line_by_line uniq file
line_by_line head -n 1 file
line_by_line git --version
line_by_line make --version
line_by_line cc --version
line_by_line busybox cat file
line_by_line "$PYTHON" -S -c 'print(42)'

# it begins with the loader's calls
same_lines true
for call in brk mmap openat arch_prctl set_tid_address; do
	[ "$(calls_of ours | head -n 22 | grep -c "^$call(")" -ge 1 ] || fail "no $call"
done

if command -v cc >/dev/null; then
	cat >work.c <<'C'
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char *big = malloc(1 << 20);

	return big ? printf("%d\n", getchar()) != 3 : 1;
}
C
	for kind in '-fPIE' '-no-pie' '-static' '-static-pie'; do
		cc -O1 "$kind" -o work work.c 2>/dev/null && line_by_line ./work
	done
	if command -v musl-gcc >/dev/null; then
		musl-gcc -O1 -o work work.c && line_by_line ./work
		musl-gcc -O1 -static -o work work.c && line_by_line ./work
	fi
fi
[ "$compared" -ge 8 ] || skip "only $compared programs are here"
exit 0
