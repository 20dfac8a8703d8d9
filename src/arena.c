/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "arena.h"

#include <linux/mman.h>

#include "syscall.h"

#define PAGE 4096

static void *map(size_t size, int kind)
{
	void *p = sys_mmap(NULL, size, PROT_READ | PROT_WRITE,
			   kind | MAP_ANONYMOUS, -1, 0);

	return sys_failed(p) ? NULL : p;
}

void *arena_map(size_t size)
{
	return map(size, MAP_PRIVATE);
}

static size_t shared_size;
static void *shared;

void arena_share(size_t size)
{
	shared_size = size;
}

void *arena_shared(void)
{
	void *there = __atomic_load_n(&shared, __ATOMIC_ACQUIRE), *made;

	if (there || !shared_size)
		return there;
	made = map(shared_size, MAP_SHARED);
	if (!made ||
	    __atomic_compare_exchange_n(&shared, &there, made, 0,
					__ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return made;
	arena_unmap(made, shared_size); /* another thread was first */
	return there;
}

void arena_unmap(void *p, size_t size)
{
	sys_munmap(p, size);
}

/*
 * Memory that is locked as it is mapped (mlockall) would be there in full: this
 * is not locked, and cannot be touched until it is not. Of twice the size an
 * aligned part is kept.
 */
void *arena_stack(size_t size)
{
	char *all = sys_mmap(NULL, 2 * size, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
			     0);
	char *p = (char *)(((uintptr_t)all + size - 1) & ~(size - 1));

	if (sys_failed(all))
		return NULL;
	if (p > all)
		sys_munmap(all, (size_t)(p - all));
	sys_munmap(p + size, (size_t)(all + size - p));
	SYSCALL(__NR_munlock, p, size, 0, 0, 0, 0);
	if (sys_mprotect(p + PAGE, size - PAGE, PROT_READ | PROT_WRITE) == 0)
		return p;
	sys_munmap(p, size);
	return NULL;
}
