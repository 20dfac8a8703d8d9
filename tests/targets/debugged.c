/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* For a debugger: calls in a function, a signal's handler, a child. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int handled;

static void on_signal(int sig)
{
	(void)sig;
	handled += getppid() > 0;
}

static __attribute__((noinline)) int twice(int n)
{
	int parent = getppid();

	return parent > 0 ? 2 * n : 0;
}

int main(void)
{
	int sum = 0, status = 0;
	pid_t child;

	signal(SIGUSR1, on_signal);
	for (int i = 0; i < 5; i++) {
		sum += twice(i);
		usleep(1000);
	}
	raise(SIGUSR1);
	child = fork();
	if (child == 0)
		_exit(3);
	waitpid(child, &status, 0);
	printf("sum %d, handled %d, child %d\n", sum, handled,
	       WEXITSTATUS(status));
	return 0;
}
