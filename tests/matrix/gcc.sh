#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: gcc
cat >program.c <<'END'
#include <math.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	printf("%s %d %.6f\n", argv[1], argc, sqrt(argc));
	return 12;
}
END
gcc -pipe -O2 -Wall -o program program.c -lm && ./program compiled
echo "status $?"
gcc -O2 -S -o - program.c | cksum
echo 'int main(void) { return x; }' >broken.c
gcc broken.c
