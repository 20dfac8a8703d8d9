/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * late_broken OBJECT DIRECTORY: files that are not what they seem, cut off and
 * with wrong bytes in their headers and tables, mapped as code in several ways
 * and given to dlopen. Nothing is run of them; the process must live.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST 65536
#define CODE (PROT_READ | PROT_EXEC)
#define ROUNDS 400

static unsigned char good[MOST], bad[MOST];
static size_t size;
static char path[4096];

static uint64_t random64(void)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	return x ^= x << 17;
}

static int write_file(size_t n)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0700);

	if (fd < 0 || write(fd, bad, n) != (ssize_t)n)
		exit(2);
	return fd;
}

static void unmap(void *p, size_t n)
{
	if (p != MAP_FAILED)
		munmap(p, n);
}

/* Also beyond the file's end. */
static void map_as_code(int fd)
{
	const size_t lengths[] = {1, 4096, 8192, size, size + 4 * 4096};

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		off_t offset = (off_t)(random64() % 6 * 4096);
		void *p = mmap(NULL, lengths[i], CODE, MAP_PRIVATE, fd, offset);

		unmap(p, lengths[i]);
		p = mmap(NULL, lengths[i], PROT_READ, MAP_PRIVATE, fd, 0);
		if (p != MAP_FAILED)
			mprotect(p, lengths[i], CODE);
		unmap(p, lengths[i]);
	}
}

static void try(size_t n)
{
	int fd = write_file(n);

	map_as_code(fd);
	close(fd);
}

/* Segments of any size and place, or bytes in what describes them. */
static void spoil(int round)
{
	Elf64_Ehdr *e = (Elf64_Ehdr *)(void *)bad;
	Elf64_Phdr *p = (Elf64_Phdr *)(void *)(bad + e->e_phoff);
	Elf64_Phdr *one = &p[random64() % e->e_phnum];
	uint64_t *fields[] = {&one->p_offset, &one->p_vaddr, &one->p_filesz,
			      &one->p_memsz};

	switch (round % 4) {
	case 0:
		*fields[random64() % 4] = random64() >> random64() % 64;
		break;
	case 1:
		*fields[random64() % 4] = (random64() >> 30) << 12;
		break;
	case 2:
		bad[random64() % 512] = (unsigned char)random64();
		break;
	default:
		for (int i = 0; i < 20; i++)
			bad[random64() % size] = (unsigned char)random64();
	}
}

int main(int argc, char **argv)
{
	FILE *f = argc > 2 ? fopen(argv[1], "r") : NULL;
	int fd;

	if (!f)
		return 2;
	size = fread(good, 1, MOST, f);
	fclose(f);
	snprintf(path, sizeof(path), "%s/broken.so", argv[2]);
	for (size_t n = 0; n <= size; n += 509) {
		memcpy(bad, good, size);
		try(n);
		/* a loader believes a file that is cut off further behind */
		if (n == 0 && dlopen(path, RTLD_NOW))
			return 1;
	}
	for (int round = 0; round < ROUNDS; round++) {
		memcpy(bad, good, size);
		spoil(round);
		try(size);
	}
	memset(bad, 0x0f, size);
	try(size);
	if (dlopen(path, RTLD_NOW))
		return 1;
	fd = open("/dev/zero", O_RDWR);
	map_as_code(fd);
	close(fd);
	puts("alive");
	return 0;
}
