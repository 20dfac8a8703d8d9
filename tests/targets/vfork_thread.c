/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A thread starts three programs by vfork, each some time after the one before,
 * and does nothing else of interest. */
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAMS 3

static void *start_programs(void *good)
{
	const struct timespec moment = {.tv_nsec = 150000000};
	int status;

	for (int i = 0; i < PROGRAMS; i++) {
		pid_t pid = vfork();

		if (pid == 0) {
			execl("/bin/true", "true", (char *)NULL);
			_exit(127);
		}
		if (waitpid(pid, &status, 0) == pid && status == 0)
			++*(int *)good;
		nanosleep(&moment, NULL);
	}
	return NULL;
}

int main(void)
{
	pthread_t thread;
	int good = 0;

	pthread_create(&thread, NULL, start_programs, &good);
	pthread_join(thread, NULL);
	printf("%d programs\n", good);
	return good != PROGRAMS;
}
