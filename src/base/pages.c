/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Maps pages for the core, in one place and far from the program's. */
#include "base/pages.h"

#include <linux/mman.h>

#include "base/constants.h"
#include "base/nolibc.h"
#include "base/rawcall.h"

#define CACHE_LINE 64

/* What is smaller may be locked. */
#define LARGE 16384

static int locked;

void pages_unlock(const void *p, size_t size)
{
	SYSCALL(__NR_munlock, p, size, 0, 0, 0, 0);
}

/*
 * The kernel would put a mapping below the lowest one, where the program's may
 * want to grow (MAP_GROWSDOWN). So ours are far below the library, side by
 * side, and a place that was given back is tried first.
 */
#define FAR (64ul << 30)
static uintptr_t end;
static uintptr_t given_back; /* and of how many pages, in the lower bits */

void pages_begin(uintptr_t at)
{
	end = page_down(at);
}

static uintptr_t take_end(size_t size)
{
	uintptr_t none = 0;

	__atomic_compare_exchange_n(&end, &none,
				    page_down((uintptr_t)&end) - FAR, 0,
				    __ATOMIC_RELAXED, __ATOMIC_RELAXED);
	return __atomic_fetch_add(&end, page_up(size), __ATOMIC_RELAXED);
}

/*
 * The pages of what is locked as it is mapped are there at once, and count
 * towards the program's limit until they are unlocked: in each thread that is
 * just making its stack. So one page is mapped and unlocked, and then it grows.
 */
static void *map_unlocked(uintptr_t at, size_t size, int prot, int kind, int fd,
			  long offset)
{
	void *p = sys_mmap((void *)at, PAGE, prot, kind, fd, offset), *grown;

	if (sys_failed(p))
		return p;
	pages_unlock(p, PAGE);
	grown = (void *)SYSCALL(__NR_mremap, p, PAGE, size,
				kind & MAP_FIXED_NOREPLACE ? 0 : MREMAP_MAYMOVE,
				0, 0);
	if (sys_failed(grown))
		sys_munmap(p, PAGE);
	return grown;
}

static void *map_at(uintptr_t at, size_t size, int prot, int kind)
{
	kind |= MAP_ANONYMOUS;
	if (locked && kind & MAP_PRIVATE && size >= LARGE)
		return map_unlocked(at, size, prot, kind, -1, 0);
	return sys_mmap((void *)at, size, prot, kind, -1, 0);
}

/*
 * What was mapped before a filter of the program's came to let no mmap through.
 * It is given out from one end to the other; what was given out last may come
 * back.
 */
#define RESERVE (4ul << 20)
static char *reserve;
static size_t taken;

static int is_of_reserve(const void *p)
{
	return reserve && (uintptr_t)p - (uintptr_t)reserve < RESERVE;
}

static void *take_reserve(size_t size)
{
	size_t at = __atomic_load_n(&taken, __ATOMIC_RELAXED);

	size = page_up(size);
	do {
		if (!reserve || RESERVE - at < size)
			return NULL;
	} while (!__atomic_compare_exchange_n(
		&taken, &at, at + size, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	return reserve + at;
}

static void give_pages_back(char *p, size_t size)
{
	size_t at = (size_t)(p - reserve);
	size_t behind = at + page_up(size);

	memset(p, 0, size);
	__atomic_compare_exchange_n(&taken, &behind, at, 0, __ATOMIC_RELAXED,
				    __ATOMIC_RELAXED);
}

static void *map(size_t size, int prot, int kind)
{
	uintptr_t at = __atomic_exchange_n(&given_back, 0, __ATOMIC_RELAXED);
	void *p = (void *)-1l;

	/* no further than it: the lowest page of the stack behind it is no
	 * mapping */
	if (page_up(size) / PAGE <= at % PAGE)
		p = map_at(page_down(at), size, prot,
			   kind | MAP_FIXED_NOREPLACE);
	if (sys_failed(p))
		p = map_at(take_end(size), size, prot, kind);
	return sys_failed(p) ? NULL : p;
}

/* What a start takes in all, mapped in one call in place of eight. It is given
 * out from one end to the other. */
#define START (672ul << 10)
static uintptr_t ready, ready_end;

static void *take_ready(size_t size)
{
	uintptr_t at = __atomic_load_n(&ready, __ATOMIC_RELAXED);

	size = page_up(size);
	do {
		if (ready_end - at < size)
			return NULL;
	} while (!__atomic_compare_exchange_n(
		&ready, &at, at + size, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	return (void *)at;
}

void pages_set_aside(void)
{
	ready = (uintptr_t)map(START, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	ready_end = ready ? ready + START : 0;
}

void pages_lock(int is_locked)
{
	locked = is_locked;
}

void pages_unlock_start(void)
{
	if (ready_end)
		pages_unlock((void *)(ready_end - START), START);
}

int pages_are_locked(void)
{
	return locked;
}

void *pages_map(size_t size)
{
	void *p = locked ? NULL : take_ready(size);

	if (!p)
		p = map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	return p ? p : take_reserve(size);
}

void *pages_map_shared(size_t size)
{
	return map(size, PROT_READ | PROT_WRITE, MAP_SHARED);
}

void *pages_map_file(int fd, size_t size)
{
	void *p = sys_mmap((void *)take_end(size), size, PROT_READ | PROT_WRITE,
			   MAP_SHARED, fd, 0);

	return sys_failed(p) ? NULL : p;
}

void *pages_map_part(int fd, size_t size, size_t offset)
{
	const uintptr_t at = take_end(size);
	void *p;

	if (locked)
		p = map_unlocked(at, size, PROT_READ, MAP_PRIVATE, fd,
				 (long)offset);
	else
		p = sys_mmap((void *)at, size, PROT_READ, MAP_PRIVATE, fd,
			     (long)offset);
	return sys_failed(p) ? NULL : p;
}

void pages_reserve(void)
{
	if (!reserve)
		reserve = map(RESERVE, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_NORESERVE);
}

static size_t shared_size;
static void *shared;

size_t pages_share(size_t size)
{
	size_t at = shared_size;

	shared_size += (size + CACHE_LINE - 1) & ~(CACHE_LINE - 1ul);
	return at;
}

void *pages_shared(void)
{
	void *there = __atomic_load_n(&shared, __ATOMIC_ACQUIRE), *made;

	if (there || !shared_size)
		return there;
	made = map(shared_size, PROT_READ | PROT_WRITE, MAP_SHARED);
	if (!made ||
	    __atomic_compare_exchange_n(&shared, &there, made, 0,
					__ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return made;
	pages_unmap(made, shared_size); /* another thread was first */
	return there;
}

void pages_unmap(void *p, size_t size)
{
	uintptr_t pages = page_up(size) / PAGE;

	if (is_of_reserve(p)) {
		give_pages_back(p, size);
		return;
	}
	sys_munmap(p, size);
	if (pages >= PAGE)
		pages = PAGE - 1;
	__atomic_store_n(&given_back, (uintptr_t)p | pages, __ATOMIC_RELAXED);
}

#define STACK_KIND (MAP_PRIVATE | MAP_NORESERVE)

/* At a multiple of its size: an aligned part of twice the size. */
static char *map_aligned(size_t size)
{
	char *all = map(2 * size, PROT_NONE, STACK_KIND), *p;

	if (!all)
		return NULL;
	p = (char *)(((uintptr_t)all + size - 1) & ~(size - 1));
	if (p > all)
		sys_munmap(all, (size_t)(p - all));
	sys_munmap(p + size, (size_t)(all + size - p));
	if (sys_mprotect(p + PAGE, size - PAGE, PROT_READ | PROT_WRITE) == 0)
		return p;
	sys_munmap(p, size);
	return NULL;
}

/* Nothing is mapped at its lowest page, unless the kernel puts the rest
 * elsewhere. */
void *pages_stack(size_t size)
{
	uintptr_t at = (take_end(2 * size) + size - 1) & ~(size - 1);
	char *p = map_at(at + PAGE, size - PAGE, PROT_READ | PROT_WRITE,
			 STACK_KIND);

	if (sys_failed(p))
		return NULL;
	if ((uintptr_t)p == at + PAGE)
		return p - PAGE;
	sys_munmap(p, size - PAGE);
	return map_aligned(size);
}
