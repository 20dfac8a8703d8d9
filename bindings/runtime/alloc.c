/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lua's memory, by size classes over pages of our own. */
#include "bindings/runtime/alloc.h"

#include <string.h>

#include "hooks/hook.h"

#define GRAIN 16
#define SMALL 512   /* up to here a class every GRAIN bytes */
#define LARGE 32768 /* above: pages of their own */
#define CHUNK (256 * 1024)

/* small classes, then four to each doubling */
#define CLASSES (SMALL / GRAIN + 4 * 6)
_Static_assert(CLASSES == ALLOC_CLASSES, "a free list for each");

struct block {
	struct block *next;
};

/* Its first bytes. */
struct chunk {
	struct chunk *next;
	size_t grain; /* what follows is aligned */
};

static struct heap common;

/* Of heaps that are gone, for the next: their pages are there already. */
#define SPARES 4
static struct chunk *spares;
static int spare_count;

/* Class of a size and, through *rounded, what a block of it holds. */
static unsigned int class_of(size_t size, size_t *rounded)
{
	unsigned int log, quarter;
	size_t step;

	if (size <= SMALL) {
		*rounded = (size + GRAIN - 1) & ~(size_t)(GRAIN - 1);
		return (unsigned int)(*rounded / GRAIN) - 1;
	}
	log = 63 - (unsigned int)__builtin_clzl(size - 1); /* 9..14 */
	step = ((size_t)1 << log) / 4;
	quarter = (unsigned int)((size - 1 - ((size_t)1 << log)) / step);
	*rounded = ((size_t)1 << log) + (quarter + 1) * step;
	return SMALL / GRAIN + (log - 9) * 4 + quarter;
}

void *alloc_chunk(void)
{
	struct chunk *c;

	hook_lock();
	c = spares;
	if (c) {
		spares = c->next;
		spare_count--;
	}
	hook_unlock();
	return c ? c : hook_map(CHUNK);
}

void alloc_give_chunk(void *chunk)
{
	struct chunk *c = chunk;
	int keep;

	hook_lock();
	keep = spare_count < SPARES;
	if (keep) {
		c->next = spares;
		spares = c;
		spare_count++;
	}
	hook_unlock();
	if (!keep)
		hook_unmap(c, CHUNK);
}

static void *carve_block(struct heap *h, size_t size)
{
	void *p;

	if ((size_t)(h->chunk_end - h->chunk) < size) {
		/* what is left of the old chunk is less than a block */
		struct chunk *fresh = alloc_chunk();

		if (!fresh)
			return NULL;
		fresh->next = h->chunks;
		h->chunks = fresh;
		h->chunk = (char *)(fresh + 1);
		h->chunk_end = (char *)fresh + CHUNK;
	}
	p = h->chunk;
	h->chunk += size;
	return p;
}

void alloc_release(struct heap *h)
{
	struct chunk *c = h->chunks;

	while (c) {
		struct chunk *next = c->next;

		alloc_give_chunk(c);
		c = next;
	}
	*h = (struct heap){.limit = h->limit};
}

const void *alloc_only_chunk(const struct heap *h, size_t *used)
{
	if (!h->chunks || h->chunks->next || h->mapped)
		return NULL;
	*used = (size_t)(h->chunk - (char *)h->chunks);
	return h->chunks;
}

void alloc_adopt(struct heap *h, void *chunk, size_t used)
{
	h->chunks = chunk;
	h->chunk = (char *)chunk + used;
	h->chunk_end = (char *)chunk + CHUNK;
}

static void *map_block(struct heap *h, size_t size)
{
	void *p = hook_map(page_up(size));

	if (p)
		h->mapped += page_up(size);
	return p;
}

static void *take_block(struct heap *h, size_t size)
{
	size_t rounded;
	unsigned int k;
	struct block *b;

	if (size > LARGE)
		return map_block(h, size);
	k = class_of(size, &rounded);
	b = h->free_list[k];
	if (!b)
		return carve_block(h, rounded);
	h->free_list[k] = b->next;
	return b;
}

static void give_block(struct heap *h, void *p, size_t size)
{
	size_t rounded;
	struct block *b = p;
	unsigned int k;

	if (size > LARGE) {
		hook_unmap(p, page_up(size));
		h->mapped -= page_up(size);
		return;
	}
	k = class_of(size, &rounded);
	b->next = h->free_list[k];
	h->free_list[k] = b;
}

static size_t find_capacity(size_t size)
{
	size_t rounded;

	if (size > LARGE)
		return page_up(size);
	class_of(size, &rounded);
	return rounded;
}

void *alloc(void *heap, void *p, size_t old, size_t size)
{
	struct heap *h = heap;
	void *fresh;

	if (!p)
		old = 0; /* Lua tells the kind of object in its place */
	if (size > old && h->limit &&
	    (size > h->limit || h->in_use - old + size > h->limit))
		return NULL;

	if (old && size && find_capacity(old) == find_capacity(size)) {
		fresh = p;
	} else {
		fresh = size ? take_block(h, size) : NULL;
		if (size && !fresh)
			return NULL;
		if (old && size)
			memcpy(fresh, p, old < size ? old : size);
		if (old)
			give_block(h, p, old);
	}
	h->in_use += size - old;
	return fresh;
}

void *alloc_common(size_t size)
{
	void *p;

	hook_lock();
	p = alloc(&common, NULL, 0, size);
	hook_unlock();
	return p;
}

void alloc_common_free(void *p, size_t size)
{
	hook_lock();
	alloc(&common, p, size, 0);
	hook_unlock();
}
