/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * call getpid|any|read|access|map|protect|clock_gettime|plain_sud
 *      [BATCHES [CALLS]]:
 * the median over BATCHES of the time of one system call, in ns, each batch
 * making CALLS of them. Results checked. getpid is made where libc loads its
 * constant number, any is getpid by syscall(), and plain_sud is getpid by a
 * handler of SIGSYS. map is mmap and munmap of one page that is not touched,
 * protect is mprotect of one.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "plain_sud.h"

static int zero_fd;

static long make_getpid(void)
{
	return getpid();
}

static long make_any(void)
{
	return syscall(SYS_getpid);
}

static long make_read(void)
{
	char byte;

	return syscall(SYS_read, zero_fd, &byte, 1);
}

static long make_map(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return munmap(p, 4096);
}

static long make_access(void)
{
	return access("/dev/zero", R_OK);
}

static void *page;

static long make_protect(void)
{
	static int prot;

	prot ^= PROT_READ;
	return mprotect(page, 4096, prot);
}

static long make_clock_gettime(void)
{
	struct timespec t;

	return clock_gettime(CLOCK_MONOTONIC, &t);
}

static const struct {
	const char *name;
	long (*make)(void);
} calls_known[] = {
	{"getpid", make_getpid},
	{"any", make_any},
	{"read", make_read},
	{"access", make_access},
	{"map", make_map},
	{"protect", make_protect},
	{"clock_gettime", make_clock_gettime},
	{"plain_sud", make_getpid},
};

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
	const char *name = argc > 1 ? argv[1] : "getpid";
	int batches = argc > 2 ? atoi(argv[2]) : 31;
	int calls = argc > 3 ? atoi(argv[3]) : 20000;
	double *time = calloc((size_t)batches, sizeof(*time));
	long (*make)(void) = NULL;
	long expected;

	for (size_t i = 0; i < sizeof(calls_known) / sizeof(calls_known[0]);
	     i++)
		if (strcmp(name, calls_known[i].name) == 0)
			make = calls_known[i].make;
	if (!make)
		return 2;
	zero_fd = open("/dev/zero", O_RDONLY);
	page = mmap(NULL, 4096, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	expected = make == make_getpid || make == make_any ? getpid()
							   : make == make_read;
	if (!time || zero_fd < 0)
		return 2;
	if (strcmp(name, "plain_sud") == 0 && plain_sud_arm())
		return 3;
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
