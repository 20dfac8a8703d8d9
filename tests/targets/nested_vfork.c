/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A vfork child that vforks; both children use the stack the parent needs. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int inner_status = -1;

static __attribute__((noinline)) void inner(void)
{
	int status;
	pid_t child = vfork();

	if (child == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	waitpid(child, &status, 0);
	inner_status = status;
}

/* Overwrites what lies below the caller's frame. */
static __attribute__((noinline)) void scribble(void)
{
	volatile char below[16384];

	for (size_t i = 0; i < sizeof(below); i++)
		below[i] = (char)0xa5;
	getppid();
}

int main(void)
{
	for (int i = 0; i < 10; i++) {
		int status;
		pid_t child = vfork();

		if (child == 0) {
			scribble();
			inner();
			scribble();
			_exit(3);
		}
		waitpid(child, &status, 0);
		printf("child %d, its child %d\n", WEXITSTATUS(status),
		       inner_status);
		inner_status = -1;
	}
	return 0;
}
