/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* System calls on the smallest stack a thread may have. */
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIZE 16384

static void *run(void *arg)
{
	long n = 0;

	(void)arg;
	for (int i = 0; i < 1000; i++)
		n += getppid() > 0;
	return (void *)n;
}

int main(void)
{
	pthread_attr_t attr;
	pthread_t t;
	void *n, *stack;

	stack = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pthread_attr_init(&attr);
	if (pthread_attr_setstack(&attr, stack, SIZE) ||
	    pthread_create(&t, &attr, run, NULL))
		return 1;
	pthread_join(t, &n);
	printf("%ld calls on %d bytes\n", (long)n, SIZE);
	return 0;
}
