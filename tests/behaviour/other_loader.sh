#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# musl's loader does not take the library, for it has no loader of glibc's; and where
# it finds something by that name the library says so, and the program is not started.
. "$(dirname "$0")/../lib.sh"
needs musl-gcc

cat >program.c <<'C'
#include <stdio.h>

int main(void)
{
	return puts("started") < 0;
}
C
musl-gcc -o program program.c || skip 'musl-gcc makes no program'
native ./program
expect_status 0
script </dev/null

hooked ./program
[ "$status" -ne 0 ] || fail 'exit status 0'
expect_no_out
find_err 'ld-linux-x86-64\.so\.2.*needed by .*libzpoline'

hooked LD_LIBRARY_PATH="$build/loader" ./program
expect_status 125
expect_no_out
find_err '^zpoline: not loaded by glibc.s loader at the program.s start\. Remedy: '
