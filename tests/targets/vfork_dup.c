/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vfork_dup: children by vfork make a descriptor of every number there is use
 * for, in their own table of descriptors. The parent makes calls in between.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int fd = open("/dev/null", O_WRONLY), status, good = 0;

	for (int i = 0; i < 3; i++) {
		pid_t pid;

		getppid();
		pid = vfork();
		if (pid == 0) {
			for (int k = 900; k < 1024; k++)
				dup2(fd, k);
			_exit(7);
		}
		good += waitpid(pid, &status, 0) == pid && status == 7 << 8;
	}
	getppid();
	printf("%d children\n", good);
	return good != 3;
}
