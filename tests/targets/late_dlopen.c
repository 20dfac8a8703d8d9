/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * late_dlopen OBJECT ROUNDS [THREADS]: load an object that makes its system
 * calls itself, call getppid from its three sites, unload it, and again; in
 * THREADS threads beside another one that makes calls. Prints what the calls
 * gave, and whether memory grew after the first tenth of the rounds.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define THREADS_MAX 8

static const char *object;
static int rounds;
static int stop;

/* Three numbers, or what is wrong. */
static int load_once(long seen[3])
{
	void *handle = dlopen(object, RTLD_NOW);
	long (*call)(long), (*leaf)(void), (*far)(void);
	unsigned (*data)(void);

	if (!handle) {
		puts(dlerror());
		return -1;
	}
	call = (long (*)(long))dlsym(handle, "late_call");
	leaf = (long (*)(void))dlsym(handle, "late_leaf");
	far = (long (*)(void))dlsym(handle, "late_far");
	data = (unsigned (*)(void))dlsym(handle, "late_data");
	seen[0] = call(SYS_getppid);
	seen[1] = leaf();
	seen[2] = far();
	if (data() != 0x00050f00) {
		puts("data were changed");
		return -1;
	}
	return dlclose(handle);
}

static void *load(void *result)
{
	long first[3] = {0}, seen[3] = {0};

	for (int i = 0; i < rounds; i++) {
		if (load_once(i ? seen : first)) {
			*(int *)result = 1;
			return NULL;
		}
		if (i && memcmp(first, seen, sizeof(first)) != 0) {
			puts("another result");
			*(int *)result = 1;
			return NULL;
		}
	}
	return NULL;
}

static void *call(void *wrong)
{
	pid_t parent = getppid();

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED))
		*(int *)wrong += getppid() != parent;
	return NULL;
}

static long resident(void)
{
	long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (!f || fscanf(f, "%*d %ld", &pages) != 1)
		exit(2);
	fclose(f);
	return pages * 4;
}

static int in_threads(int n)
{
	pthread_t thread[THREADS_MAX], caller;
	int wrong[THREADS_MAX + 1] = {0}, bad = 0;

	pthread_create(&caller, NULL, call, &wrong[n]);
	for (int i = 0; i < n; i++)
		pthread_create(&thread[i], NULL, load, &wrong[i]);
	for (int i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	pthread_join(caller, NULL);
	for (int i = 0; i <= n; i++)
		bad += wrong[i] != 0;
	return bad;
}

int main(int argc, char **argv)
{
	int threads = argc > 3 ? atoi(argv[3]) : 0;
	long seen[3], before, all;
	int bad = 0;

	if (argc < 3 || threads > THREADS_MAX)
		return 2;
	object = argv[1];
	if (load_once(seen))
		return 1;
	printf("%s %s %s\n", seen[0] == getppid() ? "same" : "other",
	       seen[1] == getppid() ? "same" : "other",
	       seen[2] == getppid() ? "same" : "other");
	all = atoi(argv[2]);
	rounds = (int)all / 10;
	load(&bad);
	resident();
	before = resident();
	rounds = (int)all;
	if (threads)
		bad += in_threads(threads);
	else
		load(&bad);
	if (!threads && all >= 100 && resident() > before + 64)
		printf("grown by %ld KiB\n", resident() - before);
	return bad;
}
