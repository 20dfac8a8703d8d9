/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that closes every descriptor but the first three, as daemons do,
 * and then has one of its own under a high number.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	int fd, high;
	char text[64];
	ssize_t n;

	for (fd = 3; fd < 4096; fd++)
		close(fd);
	fd = open("own", O_RDWR | O_CREAT | O_TRUNC, 0600);
	high = dup2(fd, 1000);
	printf("descriptors %d %d\n", fd, high);
	fflush(stdout);
	getppid();
	if (write(high, "mine\n", 5) != 5)
		return 1;
	getppid();
	lseek(fd, 0, SEEK_SET);
	n = read(fd, text, sizeof(text));
	printf("%.*s", (int)n, text);
	return 0;
}
