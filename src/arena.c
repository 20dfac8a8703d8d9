/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "arena.h"

#include <linux/mman.h>

#include "syscall.h"

#define PAGE 4096

void *arena_map(size_t size)
{
	void *p = sys_mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return sys_failed(p) ? NULL : p;
}

void arena_unmap(void *p, size_t size)
{
	sys_munmap(p, size);
}

void *arena_stack(size_t size)
{
	char *p = sys_mmap(NULL, PAGE + size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (sys_failed(p))
		return NULL;
	sys_mprotect(p, PAGE, PROT_NONE);
	return p + PAGE;
}
