/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * late_cut OBJECT DIRECTORY: a copy of the object is mapped as code, and
 * unmapped, while other threads cut the file short and write it again, and
 * unmap what was mapped; the process must live.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CODE (PROT_READ | PROT_EXEC)
#define SECONDS 4

static unsigned char *good;
static size_t size;
static int fd;
static volatile int over, maps;
static char *volatile mapped;

static void *cut(void *unused)
{
	while (!over) {
		if (pwrite(fd, good, size, 0) != (ssize_t)size)
			exit(2);
		for (volatile int i = rand() % 400000; i > 0; i--)
			;
		if (ftruncate(fd, rand() % 2 ? 4096 : 0))
			exit(2);
	}
	return unused;
}

static void *unmap(void *unused)
{
	while (!over) {
		for (volatile int i = rand() % 100000; i > 0; i--)
			;
		munmap(mapped + rand() % 64 * 4096, size / 2);
	}
	return unused;
}

static void map_as_code(int by_protection)
{
	int prot = by_protection ? PROT_READ : CODE;
	/* where it is known, to the thread that unmaps it */
	char *p = mmap(mapped, size, prot, MAP_PRIVATE | MAP_FIXED, fd, 0);

	if (p == MAP_FAILED)
		exit(2);
	if (by_protection)
		mprotect(p, size, CODE);
	maps++;
}

int main(int argc, char **argv)
{
	char path[4096];
	struct stat st;
	pthread_t cutter, unmapper;
	time_t end;
	int object = open(argv[1], O_RDONLY);

	if (argc < 3 || object < 0 || fstat(object, &st))
		return 2;
	size = (size_t)st.st_size;
	good = malloc(size);
	if (!good || read(object, good, size) != st.st_size)
		return 2;
	snprintf(path, sizeof(path), "%s/cut.so", argv[2]);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0700);
	mapped = mmap(NULL, size + 64 * 4096, PROT_NONE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (fd < 0 || mapped == MAP_FAILED ||
	    pthread_create(&cutter, NULL, cut, NULL) ||
	    pthread_create(&unmapper, NULL, unmap, NULL))
		return 2;
	end = time(NULL) + SECONDS;
	while (time(NULL) < end)
		map_as_code(maps % 2);
	over = 1;
	pthread_join(cutter, NULL);
	pthread_join(unmapper, NULL);
	puts(maps > 20 ? "alive" : "too few");
	return 0;
}
