/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Code mapped amid a reservation that leaves no room within two GiB, as some
 * loaders do: it takes no longer than elsewhere. Fails if a place for each call
 * site is searched for anew.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

#define GIB (1ul << 30)
#define TIME 250 /* ms */

long no_room_calls(void);

static long milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The code of the program, which is the first object, once more. */
static int map_again(struct dl_phdr_info *own, size_t size, void *reserved)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	uintptr_t at = (uintptr_t)no_room_calls - own->dlpi_addr;

	(void)size;
	for (int i = 0; i < own->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &own->dlpi_phdr[i];
		uintptr_t cut = p->p_offset % 4096;
		char *code = (char *)reserved + 4 * GIB;
		long before = milliseconds();

		if (p->p_type != PT_LOAD || at - p->p_vaddr >= p->p_memsz)
			continue;
		CHECK(mmap(code, p->p_filesz + cut, PROT_READ | PROT_EXEC,
			   MAP_PRIVATE | MAP_FIXED, fd,
			   (off_t)(p->p_offset - cut)) == code);
		CHECK(milliseconds() - before < TIME);
		code += cut + (at - p->p_vaddr);
		CHECK(((long (*)(void))(void *)code)() == getppid());
	}
	return 1;
}

int main(void)
{
	char *reserved = mmap(NULL, 8 * GIB, PROT_NONE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
			      0);

	if (reserved == MAP_FAILED)
		skip("no 8 GiB of addresses");
	CHECK(no_room_calls() == getppid());
	dl_iterate_phdr(map_again, reserved);
	return verdict();
}
