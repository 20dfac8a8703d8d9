/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* mdwe PROGRAM [ARGUMENTS]: run it where memory that was writable never becomes
 * executable. Status 77: this kernel has no such thing. */
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	if (prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0)) {
		puts("PR_SET_MDWE is not known");
		return 77;
	}
	execvp(argv[1], argv + 1);
	return 127;
}
