/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * For sanitizers.sh, which builds it: threads that make calls, with pointers
 * that lead nowhere among them, and then one mistake, as it is named, or none.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define THREADS 4
#define ROUNDS 25

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long calls, raced;
static char *none;
static char *volatile gone = (char *)24576; /* nothing is mapped so low */

static void make_calls(void)
{
	char buffer[16], *copy = malloc(64);
	int fd = open("/dev/zero", O_RDONLY), made = 0;

	made += read(fd, buffer, sizeof(buffer)) == sizeof(buffer);
	made += read(fd, none, 8) < 0;
	made += read(fd, (void *)8, 8) < 0;
	made += open(gone, O_RDONLY) < 0;
	made += syscall(SYS_getppid, none, gone, -1L, LONG_MIN, copy, 8) > 0;
	close(fd);
	memcpy(copy, buffer, sizeof(buffer));
	made += copy[3] == 0;
	free(copy);
	pthread_mutex_lock(&lock);
	calls += made;
	pthread_mutex_unlock(&lock);
}

static void *work(void *data)
{
	for (int i = 0; i < ROUNDS; i++)
		make_calls();
	if (data)
		raced++;
	return NULL;
}

static void threads(void *data)
{
	pthread_t thread[THREADS];

	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, work, i < 2 ? data : NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
}

static char *volatile kept;
static volatile int most = INT_MAX;

static void use_after_free(void)
{
	kept = malloc(32);
	kept[0] = 1;
	free(kept);
	printf("%d\n", kept[0]);
}

static void __attribute__((noinline)) leak(void)
{
	kept = malloc(1234);
	kept = NULL;
}

/* Nothing is left of it on the stack, where the checker would find it. */
static void __attribute__((noinline)) forget(void)
{
	volatile char there[65536];

	for (size_t i = 0; i < sizeof(there); i++)
		there[i] = 0;
}

static void __attribute__((noinline)) uninitialised(void)
{
	kept = malloc(32);
	if (kept[5])
		puts("set");
	free(kept);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "nothing";

	none = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	threads(strcmp(what, "race") == 0 ? &calls : NULL);
	printf("%ld calls\n", calls);
	fflush(stdout);
	if (strcmp(what, "use_after_free") == 0)
		use_after_free();
	else if (strcmp(what, "leak") == 0)
		leak(), forget();
	else if (strcmp(what, "uninitialised") == 0)
		uninitialised();
	else if (strcmp(what, "overflow") == 0)
		printf("%d\n", most + 1);
	return 0;
}
