/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A read waits until the handler of a signal has made other calls. */
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static int fd[2];

static void arrived(int sig)
{
	(void)sig;
	getppid();
	if (write(fd[1], "x", 1) != 1)
		_exit(3);
}

int main(void)
{
	const struct sigaction action = {.sa_handler = arrived,
					 .sa_flags = SA_RESTART};
	const struct itimerval soon = {.it_value = {.tv_usec = 100000}};
	char c;

	if (pipe(fd) || sigaction(SIGALRM, &action, NULL) ||
	    setitimer(ITIMER_REAL, &soon, NULL))
		return 2;
	return read(fd[0], &c, 1) != 1;
}
