/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The set of rewritten call sites, read without a lock. */
#include "intercept/sites.h"

#include <asm/errno.h>

#include "base/nolibc.h"
#include "base/pages.h"

#define PAGE_SHIFT 12
#define PAGE_SLOTS ((1 << PAGE_SHIFT) / sizeof(uintptr_t))
#define LEAST 1024
#define GONE 1 /* in a slot whose site was removed: no address */

/* One bit stands for all pages whose numbers have the same remainder. */
#define WORDS 512
#define PAGES (WORDS * 64)

/*
 * Open addressing, at most half full; a slot is 0, GONE or an address. Pages
 * with sites have their bit set, and some pages without.
 *
 * Readers have no lock and may be stopped for any time in a table that another
 * one has replaced. A replaced table that is large enough becomes the next
 * one, so a reader that does not find its site looks whether tables were
 * replaced meanwhile (turn), and if so looks again.
 */
struct table {
	size_t mask;
	uint64_t pages[WORDS];
	uintptr_t slot[];
};

static struct table *table, *spare;
static uint32_t turn;
static size_t used;   /* sites */
static size_t filled; /* slots that are not 0 */

/* Sites lie close together: spread them with a multiplier (2^64 / phi). */
static size_t hash(uintptr_t addr)
{
	return (addr * 0x9e3779b97f4a7c15u) >> 32;
}

/* Returns how many sites there are more. */
static size_t insert(struct table *t, uintptr_t addr)
{
	uintptr_t page = addr >> PAGE_SHIFT;
	uint64_t *word = &t->pages[page / 64 % WORDS];
	size_t i = hash(addr) & t->mask, place = t->mask + 1;

	for (; t->slot[i] && t->slot[i] != addr; i = (i + 1) & t->mask)
		if (t->slot[i] == GONE && place > t->mask)
			place = i;
	if (t->slot[i] == addr)
		return 0;
	if (place > t->mask) {
		place = i;
		filled++;
	}
	__atomic_store_n(word, *word | 1ul << page % 64, __ATOMIC_RELAXED);
	__atomic_store_n(&t->slot[place], addr, __ATOMIC_RELEASE);
	return 1;
}

static struct table *make_table(size_t size)
{
	struct table *t = spare;

	if (t && t->mask + 1 >= size) {
		/* its mask stays: somebody may still be reading */
		memset(t->pages, 0, sizeof(t->pages));
		memset(t->slot, 0, (t->mask + 1) * sizeof(t->slot[0]));
		return t;
	}
	t = pages_map(sizeof(*t) + size * sizeof(t->slot[0]));
	if (!t)
		return NULL;
	t->mask = size - 1;
	/* who reads a new page first has it mapped twice */
	for (size_t i = 0; i < size; i += PAGE_SLOTS)
		t->slot[i] = 0;
	return t;
}

int sites_reserve(size_t count)
{
	size_t size = LEAST;
	struct table *next, *old = table;

	if (old && 2 * (filled + count) <= old->mask + 1)
		return 0;
	while (size < 3 * (used + count))
		size *= 2;
	next = make_table(size);
	if (!next)
		return -ENOMEM;
	filled = 0;
	for (size_t i = 0; old && i <= old->mask; i++)
		if (old->slot[i] > GONE)
			insert(next, old->slot[i]);
	__atomic_store_n(&table, next, __ATOMIC_SEQ_CST);
	__atomic_store_n(&turn, turn + 1, __ATOMIC_SEQ_CST);
	spare = old;
	return 0;
}

void sites_add(uintptr_t addr)
{
	used += insert(table, addr);
}

/* The site in slot i, if it is in [start, end); 0: it is not. */
static uintptr_t in_slot(size_t i, uintptr_t start, uintptr_t end)
{
	uintptr_t addr = table->slot[i];

	return addr > GONE && addr >= start && addr < end ? addr : 0;
}

static void forget(size_t i)
{
	__atomic_store_n(&table->slot[i], GONE, __ATOMIC_RELEASE);
	used--;
}

void sites_remove(uintptr_t start, uintptr_t end)
{
	for (size_t i = 0; table && i <= table->mask; i++)
		if (in_slot(i, start, end))
			forget(i);
}

void sites_move(uintptr_t start, uintptr_t end, uintptr_t to)
{
	/* a site that is put behind i is met there again, and is not in
	 * [start, end) then: the kernel moves nothing onto itself */
	for (size_t i = 0; table && i <= table->mask; i++) {
		uintptr_t addr = in_slot(i, start, end);

		if (addr) {
			sites_add(to + (addr - start));
			forget(i);
		}
	}
}

size_t sites_between(uintptr_t start, uintptr_t end)
{
	size_t n = 0;

	for (size_t i = 0; table && i <= table->mask; i++)
		n += in_slot(i, start, end) != 0;
	return n;
}

static int find_address(const struct table *t, uintptr_t addr)
{
	size_t i;

	for (i = hash(addr) & t->mask; t->slot[i]; i = (i + 1) & t->mask)
		if (t->slot[i] == addr)
			return 1;
	return 0;
}

static int any_page(const struct table *t, uintptr_t first, uintptr_t last)
{
	for (uintptr_t page = first; page <= last; page = (page | 63) + 1) {
		uint64_t wanted = ~0ul << page % 64;

		if (page / 64 == last / 64)
			wanted &= ~0ul >> (63 - last % 64);
		if (t->pages[page / 64 % WORDS] & wanted)
			return 1;
	}
	return 0;
}

int sites_contains(uintptr_t addr)
{
	const struct table *t;
	uint32_t before;

	do {
		before = __atomic_load_n(&turn, __ATOMIC_ACQUIRE);
		t = __atomic_load_n(&table, __ATOMIC_ACQUIRE);
		if (t && addr != GONE && find_address(t, addr))
			return 1;
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	} while (before != __atomic_load_n(&turn, __ATOMIC_RELAXED));
	return 0;
}

int sites_near(uintptr_t start, uintptr_t end)
{
	uintptr_t first = start >> PAGE_SHIFT, last = (end - 1) >> PAGE_SHIFT;
	const struct table *t;
	uint32_t before;

	if (start >= end)
		return 0;
	if (last - first >= PAGES)
		return 1;
	do {
		before = __atomic_load_n(&turn, __ATOMIC_ACQUIRE);
		t = __atomic_load_n(&table, __ATOMIC_ACQUIRE);
		if (t && any_page(t, first, last))
			return 1;
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	} while (before != __atomic_load_n(&turn, __ATOMIC_RELAXED));
	return 0;
}

size_t sites_count(void)
{
	return used;
}
