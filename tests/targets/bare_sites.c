/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Four threads make calls, each 50,000, at two sites of which nothing tells
 * where their functions begin. At one the number is loaded directly before, at
 * the other it is not.
 */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#define CALLS 50000
#define THREADS 4

long bare_direct(void), bare_variable(long nr);
__asm__(".text\n.balign 64\n"
	"bare_direct:\n mov $39, %eax\n syscall\n ret\n"
	"bare_variable:\n mov %rdi, %rax\n nop\n push %rax\n pop %rax\n"
	" syscall\n ret\n");

static void *call(void *arg)
{
	long pid = getpid(), wrong = 0;

	(void)arg;
	for (int i = 0; i < CALLS; i++)
		wrong += bare_direct() != pid;
	for (int i = 0; i < 100; i++)
		wrong += bare_variable(39) != pid;
	return (void *)wrong;
}

int main(void)
{
	pthread_t thread[THREADS];
	long wrong = 0;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, call, NULL);
	for (int i = 0; i < THREADS; i++) {
		void *result;

		pthread_join(thread[i], &result);
		wrong += (long)result;
	}
	printf("%ld\n", wrong);
	return 0;
}
