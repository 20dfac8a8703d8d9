/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * late_sparse OBJECT DIRECTORY: files of 4 GiB and more that are holes for the
 * most part, mapped as code and made code; large memory without a file as well.
 * Says which takes longer than a machine that is busy could need without
 * reading all of it.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define GiB (1ul << 30)
#define CODE (PROT_READ | PROT_EXEC)
#define LONG_MS 250

static char path[4096];
static unsigned char bytes[1 << 20];

static long now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void verdict(const char *what, long before)
{
	long took = now_us() - before;

	if (getenv("SHOW"))
		fprintf(stderr, "%s: %ld us\n", what, took);
	printf("%s: %s\n", what, took / 1000 < LONG_MS ? "soon" : "late");
}

static void map_all(const char *what, int fd, size_t size)
{
	char title[64];
	long before = now_us();
	char *p = mmap(NULL, size, CODE, MAP_PRIVATE | MAP_NORESERVE, fd, 0);

	verdict(what, before);
	if (p == MAP_FAILED)
		exit(2);
	munmap(p, size);
	p = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_NORESERVE, fd, 0);
	before = now_us();
	if (mprotect(p, size, CODE))
		exit(2);
	snprintf(title, sizeof(title), "%s, mprotect", what);
	verdict(title, before);
	munmap(p, size);
}

static int make(const void *head, size_t n, size_t size)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0700);

	if (fd < 0 || write(fd, head, n) != (ssize_t)n ||
	    ftruncate(fd, (off_t)size))
		exit(77);
	return fd;
}

/* An object whose segment of code goes on to the file's end. */
static int make_object(size_t n, size_t size)
{
	Elf64_Ehdr *e = (Elf64_Ehdr *)(void *)bytes;
	Elf64_Phdr *p = (Elf64_Phdr *)(void *)(bytes + e->e_phoff);

	for (int i = 0; i < e->e_phnum; i++)
		if (p[i].p_type == PT_LOAD && (p[i].p_flags & PF_X))
			p[i].p_filesz = p[i].p_memsz = size - p[i].p_offset;
	return make(bytes, n, size);
}

static void anonymous(void)
{
	char *p = mmap(NULL, 4 * GiB, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	long before = now_us();

	mprotect(p, 4 * GiB, CODE);
	verdict("memory, mprotect", before);
	munmap(p, 4 * GiB);
}

int main(int argc, char **argv)
{
	int object = open(argv[1], O_RDONLY), fd;
	ssize_t n = read(object, bytes, sizeof(bytes));

	if (argc < 3 || n <= 0)
		return 2;
	snprintf(path, sizeof(path), "%s/sparse", argv[2]);
	fd = make("x", 1, 4 * GiB);
	map_all("no object", fd, 4 * GiB);
	close(fd);
	fd = make_object((size_t)n, 4 * GiB - 4096);
	map_all("object", fd, 4 * GiB - 4096);
	close(fd);
	unlink(path);
	anonymous();
	return 0;
}
