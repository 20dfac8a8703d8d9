/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * call getpid|read [BATCHES [CALLS]]: the median over BATCHES of the time of
 * one system call, in ns, each batch making CALLS of them. Results checked.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int zero_fd;

static long make_getpid(void)
{
	return syscall(SYS_getpid);
}

static long make_read(void)
{
	char byte;

	return syscall(SYS_read, zero_fd, &byte, 1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	int is_read = argc > 1 && strcmp(argv[1], "read") == 0;
	int batches = argc > 2 ? atoi(argv[2]) : 31;
	int calls = argc > 3 ? atoi(argv[3]) : 20000;
	long (*make)(void) = is_read ? make_read : make_getpid;
	double *time = calloc((size_t)batches, sizeof(*time));
	long expected;

	zero_fd = open("/dev/zero", O_RDONLY);
	expected = is_read ? 1 : getpid();
	if (!time || zero_fd < 0)
		return 2;
	for (int b = 0; b < batches; b++) {
		double start = now();

		for (int i = 0; i < calls; i++)
			if (make() != expected)
				return 1;
		time[b] = (now() - start) / calls;
	}
	qsort(time, (size_t)batches, sizeof(*time), ascending);
	printf("%.2f\n", time[batches / 2]);
	free(time);
	return 0;
}
