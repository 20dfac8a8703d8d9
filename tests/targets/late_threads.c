/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * late_threads OBJECT THREADS ROUNDS: each thread maps the object's code
 * without a loader, whose lock would keep them apart, calls getppid from two of
 * its sites and takes it away again. Prints how many of the calls gave 4242.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define THREADS_MAX 16

static int fd, rounds;
static size_t size, call_at, far_at;
static long hooked;

static void *map_and_call(void *arg)
{
	long seen = 0;

	(void)arg;
	for (int i = 0; i < rounds; i++) {
		char *p = mmap(NULL, size, PROT_READ | PROT_EXEC, MAP_PRIVATE,
			       fd, 0);

		if (p == MAP_FAILED)
			_exit(2);
		seen += ((long (*)(long, long))(void *)(p + call_at))(
				SYS_getppid, -1) == 4242;
		seen += ((long (*)(void))(void *)(p + far_at))() == 4242;
		munmap(p, size);
	}
	__atomic_fetch_add(&hooked, seen, __ATOMIC_RELAXED);
	return NULL;
}

int main(int argc, char **argv)
{
	void *handle = argc > 3 ? dlopen(argv[1], RTLD_NOW) : NULL;
	int threads = handle ? atoi(argv[2]) : 0;
	pthread_t thread[THREADS_MAX];
	struct stat st;
	Dl_info info;

	if (!handle || threads > THREADS_MAX ||
	    !dladdr(dlsym(handle, "late_call"), &info))
		return 2;
	rounds = atoi(argv[3]);
	call_at = (size_t)((char *)dlsym(handle, "late_call") -
			   (char *)info.dli_fbase);
	far_at = (size_t)((char *)dlsym(handle, "late_far") -
			  (char *)info.dli_fbase);
	dlclose(handle);
	fd = open(argv[1], O_RDONLY);
	if (fd < 0 || fstat(fd, &st))
		return 2;
	size = (size_t)st.st_size;
	for (int i = 0; i < threads; i++)
		pthread_create(&thread[i], NULL, map_and_call, NULL);
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	printf("%ld hooked\n", hooked);
	return 0;
}
