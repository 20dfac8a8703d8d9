/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that writes to files, and calls getppid before and after, whatever
 * numbers it gets for them; then to descriptor 1 what it finds there. It ends
 * with the number of the first.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void calls(void)
{
	for (int i = 0; i < 5; i++)
		getppid();
}

int main(void)
{
	static const char data[] = "data\n";
	int first = -1;
	char text[4096];

	for (char name[] = "a"; *name < 'd'; ++*name) {
		int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0666);

		first = first < 0 ? fd : first;
		calls();
		if (write(fd, data, strlen(data)) < 0)
			return 99;
		calls();
		lseek(fd, 0, SEEK_SET);
		if (fork() == 0) {
			calls();
			execlp("true", "true", NULL);
		}
		wait(NULL);
		if (write(1, text, (size_t)read(fd, text, sizeof(text))) < 0)
			return 99;
	}
	return first;
}
