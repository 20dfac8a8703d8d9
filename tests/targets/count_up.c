/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* count_up FILE: the numbers from 1 on into the file, a line and a write each,
 * until it is killed. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fd = open(argv[argc - 1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
	char line[32];

	for (long i = 1; fd >= 0; i++) {
		int n = snprintf(line, sizeof(line), "%ld\n", i);

		if (write(fd, line, (size_t)n) != n)
			return 1;
	}
	return 1;
}
