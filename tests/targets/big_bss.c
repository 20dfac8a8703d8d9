/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program at a fixed address whose data lies where the gate would be, and
 * beyond.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char data[1000u << 20];

int main(void)
{
	size_t used = 0;

	for (size_t i = 0; i < sizeof(data); i += 1u << 20) {
		used += data[i] == 0;
		data[i] = 1;
	}
	printf("%zu MiB of zeroes, parent %d\n", used, getppid() > 0);
	return 0;
}
