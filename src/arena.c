/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "arena.h"

#include <linux/mman.h>

#include "syscall.h"

#define PAGE 4096

/* Below that it is not worth while. */
#define LARGE 16384

static int locked;

static void *map(size_t size, int prot, int kind)
{
	void *p = sys_mmap(NULL, size, prot, kind | MAP_ANONYMOUS, -1, 0);

	return sys_failed(p) ? NULL : p;
}

void arena_lock(int is_locked)
{
	locked = is_locked;
}

/* Unlocked, and then there; what is locked as it is mapped is filled at once,
 * but for what nobody may touch. */
static void *open_up(char *p, size_t size)
{
	if (locked)
		SYSCALL(__NR_munlock, p, size, 0, 0, 0, 0);
	if (sys_mprotect(p, size, PROT_READ | PROT_WRITE) == 0)
		return p;
	sys_munmap(p, size);
	return NULL;
}

void *arena_map(size_t size)
{
	void *p;

	if (!locked || size < LARGE)
		return map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	p = map(size, PROT_NONE, MAP_PRIVATE);
	return p ? open_up(p, size) : NULL;
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
	made = map(shared_size, PROT_READ | PROT_WRITE, MAP_SHARED);
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

/* Of twice the size an aligned part is kept. */
void *arena_stack(size_t size)
{
	char *all = map(2 * size, PROT_NONE, MAP_PRIVATE | MAP_NORESERVE);
	char *p = (char *)(((uintptr_t)all + size - 1) & ~(size - 1));

	if (!all)
		return NULL;
	if (p > all)
		sys_munmap(all, (size_t)(p - all));
	sys_munmap(p + size, (size_t)(all + size - p));
	if (open_up(p + PAGE, size - PAGE))
		return p;
	sys_munmap(p, PAGE);
	return NULL;
}
