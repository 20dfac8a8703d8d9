/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * float_state MXCSR...: getppid with each of these, in hexadecimal; prints what
 * mxcsr is behind it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <xmmintrin.h>

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		unsigned int own = _mm_getcsr(), behind;

		_mm_setcsr((unsigned int)strtoul(argv[i], NULL, 16));
		syscall(SYS_getppid);
		behind = _mm_getcsr();
		_mm_setcsr(own);
		printf("%x\n", behind);
	}
	return 0;
}
