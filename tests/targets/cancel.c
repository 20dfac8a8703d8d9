/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* pthread_cancel of a thread that is blocked in a system call. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2];
static atomic_int cleaned;

static void clean(void *arg)
{
	(void)arg;
	cleaned++;
}

static void *block(void *arg)
{
	char c;

	(void)arg;
	pthread_cleanup_push(clean, NULL);
	while (read(ends[0], &c, 1) == 1)
		;
	pthread_cleanup_pop(0);
	return NULL;
}

int main(void)
{
	int canceled = 0;

	if (pipe(ends))
		return 1;
	for (int i = 0; i < 20; i++) {
		pthread_t t;
		void *result;

		if (pthread_create(&t, NULL, block, NULL))
			return 1;
		usleep(2000);
		pthread_cancel(t);
		pthread_join(t, &result);
		canceled += result == PTHREAD_CANCELED;
	}
	printf("%d canceled, %d cleaned up\n", canceled, cleaned);
	return 0;
}
