/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A vfork child of a vfork child makes a third one: all from one place, so that
 * the calls of all three stand at the same address of the stack. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	volatile int outer = -1, middle = -1, inner = -1;
	volatile int depth = 0;
	int status;
	pid_t child;

	while ((child = vfork()) == 0)
		if (++depth == 3)
			_exit(3);
	waitpid(child, &status, 0);
	if (depth == 3) {
		depth = 2;
		inner = status;
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	if (depth == 2) {
		depth = 1;
		middle = status;
		_exit(2);
	}
	outer = status;
	printf("%d, %d, %d\n", WEXITSTATUS(outer), WEXITSTATUS(middle),
	       WEXITSTATUS(inner));
	return 0;
}
