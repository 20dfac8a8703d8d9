#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: gcc
# varies: getrandom
# Names of temporary files may need one more.
set -e
cat >program.c <<'C'
#include <math.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	printf("%d %.3f\n", argc, sqrt(argc));
	return argv[1] != 0;
}
C
gcc -O2 -o program program.c -lm
./program
rm program
