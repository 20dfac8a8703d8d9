/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Rolls five dice with the kernel's random numbers. See dice.lua. */
#include <stdio.h>
#include <sys/random.h>

int main(void)
{
	unsigned char random[5];

	if (getrandom(random, sizeof(random), 0) != sizeof(random)) {
		perror("getrandom");
		return 1;
	}
	for (size_t i = 0; i < sizeof(random); i++)
		printf("%d%c", random[i] % 6 + 1,
		       i + 1 < sizeof(random) ? ' ' : '\n');
	return 0;
}
