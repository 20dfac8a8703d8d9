/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The first thread ends by exit before another one; so does that of a child
 * that has no other. */
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *run(void *arg)
{
	usleep(20000);
	syscall(SYS_exit, 0);
	return arg;
}

int main(void)
{
	pthread_t thread;

	for (int i = 0; i < 10; i++) {
		if (fork() == 0)
			syscall(SYS_exit, 3);
		wait(NULL);
	}
	pthread_create(&thread, NULL, run, NULL);
	syscall(SYS_exit, 0);
}
