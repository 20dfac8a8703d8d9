#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: gcc
set -e
cat >program.c <<'C'
#include <math.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	printf("%s %.3f\n", argv[0], sqrt(argc));
	return 0;
}
C
gcc -O2 -o program program.c -lm
./program
