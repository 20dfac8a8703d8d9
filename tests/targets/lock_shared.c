/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A thread calls getppid without a pause; the first one forks fifty times
 * meanwhile. How many calls are made for each fork, on average? */
#include <pthread.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FORKS 50

static long calls;

static void *call(void *unused)
{
	for (;;) {
		syscall(SYS_getppid);
		__atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED);
	}
	return unused;
}

int main(void)
{
	pthread_t thread;
	long before;

	pthread_create(&thread, NULL, call, NULL);
	while (__atomic_load_n(&calls, __ATOMIC_RELAXED) < 10)
		usleep(1000);
	before = __atomic_load_n(&calls, __ATOMIC_RELAXED);
	for (int i = 0; i < FORKS; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
	printf("%ld\n",
	       (__atomic_load_n(&calls, __ATOMIC_RELAXED) - before) / FORKS);
	return 0;
}
