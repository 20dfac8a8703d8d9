/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * longjmp [busy]: siglongjmp out of a handler that interrupted a blocking
 * read, or, busy, a loop of short system calls.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static sigjmp_buf home;

static void on_alarm(int sig)
{
	siglongjmp(home, sig);
}

static void block(int fd)
{
	char c;

	while (read(fd, &c, 1) < 0)
		;
}

static void be_busy(void)
{
	while (getppid())
		;
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = on_alarm};
	struct itimerval soon = {{0, 0}, {0, 3000}};
	int busy = argc > 1 && strcmp(argv[1], "busy") == 0;
	volatile int jumps = 0;
	int ends[2];

	sigaction(SIGALRM, &action, NULL);
	if (pipe(ends))
		return 1;
	while (jumps < 100) {
		if (sigsetjmp(home, 1)) {
			jumps++;
			continue;
		}
		setitimer(ITIMER_REAL, &soon, NULL);
		if (busy)
			be_busy();
		else
			block(ends[0]);
	}
	getppid();
	printf("%d jumps\n", jumps);
	return 0;
}
