/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a script sees and does to a program's memory: prints the text that
 * getcwd left in a buffer, and a word that only a script changes.
 */
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "raw.h"

int main(void)
{
	char text[64] = "before";
	long ret = raw3(SYS_prctl, 0x7a70, (long)text, sizeof(text));

	printf("%ld %s\n", ret, text);
	return 0;
}
