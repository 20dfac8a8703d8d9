/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "sites.h"

#include "arena.h"

/* Open addressing, at most half full; a slot is 0 or an address. Readers may
 * run while a larger table replaces this one, so old tables stay mapped. */
struct table {
	size_t mask;
	uintptr_t slot[];
};

static struct table *table;
static size_t used;

/* Sites lie close together: spread them with a multiplier (2^64 / phi). */
static size_t hash(uintptr_t addr)
{
	return (addr * 0x9e3779b97f4a7c15u) >> 32;
}

static void insert(struct table *t, uintptr_t addr)
{
	size_t i = hash(addr) & t->mask;

	while (t->slot[i] && t->slot[i] != addr)
		i = (i + 1) & t->mask;
	if (!t->slot[i])
		__atomic_store_n(&t->slot[i], addr, __ATOMIC_RELEASE);
}

int sites_reserve(size_t count)
{
	size_t size = 1024;
	struct table *grown;

	while (size < 2 * (used + count))
		size *= 2;
	if (table && size <= table->mask + 1)
		return 0;
	grown = arena_map(sizeof(*grown) + size * sizeof(grown->slot[0]));
	if (!grown)
		return -12; /* ENOMEM */
	grown->mask = size - 1;
	for (size_t i = 0; table && i <= table->mask; i++)
		if (table->slot[i])
			insert(grown, table->slot[i]);
	__atomic_store_n(&table, grown, __ATOMIC_RELEASE);
	return 0;
}

void sites_add(uintptr_t addr)
{
	insert(table, addr);
	used++;
}

int sites_contains(uintptr_t addr)
{
	const struct table *t = __atomic_load_n(&table, __ATOMIC_ACQUIRE);
	size_t i;

	if (!t)
		return 0;
	for (i = hash(addr) & t->mask; t->slot[i]; i = (i + 1) & t->mask)
		if (t->slot[i] == addr)
			return 1;
	return 0;
}

size_t sites_count(void)
{
	return used;
}
