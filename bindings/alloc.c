/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Lua's memory: size classes carved from pages of our own, never malloc, whose
 * lock the hooked program may hold. Lua tells the size of what it frees, so
 * blocks carry no header. Called with the interpreter's lock held.
 */
#include <string.h>

#include "interp.h"

#define GRAIN 16
#define SMALL 512   /* up to here a class every GRAIN bytes */
#define LARGE 32768 /* above: pages of their own */
#define CHUNK (256 * 1024)
#define PAGE 4096

/* small classes, then four to each doubling */
#define CLASSES (SMALL / GRAIN + 4 * 6)

struct block {
	struct block *next;
};

size_t alloc_limit = (size_t)256 * 1024 * 1024;

static size_t in_use;
static struct block *free_list[CLASSES];
static char *chunk, *chunk_end;

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

static void *carve(size_t size)
{
	void *p;

	if ((size_t)(chunk_end - chunk) < size) {
		/* what is left of the old chunk is less than a block */
		char *fresh = hook_map(CHUNK);

		if (!fresh)
			return NULL;
		chunk = fresh;
		chunk_end = fresh + CHUNK;
	}
	p = chunk;
	chunk += size;
	return p;
}

static size_t pages(size_t size)
{
	return (size + PAGE - 1) & ~(size_t)(PAGE - 1);
}

static void *take(size_t size)
{
	size_t rounded;
	unsigned int k;
	struct block *b;

	if (size > LARGE)
		return hook_map(pages(size));
	k = class_of(size, &rounded);
	b = free_list[k];
	if (!b)
		return carve(rounded);
	free_list[k] = b->next;
	return b;
}

static void give(void *p, size_t size)
{
	size_t rounded;
	struct block *b = p;
	unsigned int k;

	if (size > LARGE) {
		hook_unmap(p, pages(size));
		return;
	}
	k = class_of(size, &rounded);
	b->next = free_list[k];
	free_list[k] = b;
}

static size_t capacity(size_t size)
{
	size_t rounded;

	if (size > LARGE)
		return pages(size);
	class_of(size, &rounded);
	return rounded;
}

void *alloc_lua(void *ud, void *p, size_t old, size_t size)
{
	void *fresh;

	(void)ud;
	if (!p)
		old = 0; /* Lua tells the kind of object in its place */
	if (size > old && in_use - old + size > alloc_limit)
		return NULL;
	if (old && size && capacity(old) == capacity(size)) {
		fresh = p;
	} else {
		fresh = size ? take(size) : NULL;
		if (size && !fresh)
			return NULL;
		if (old && size)
			memcpy(fresh, p, old < size ? old : size);
		if (old)
			give(p, old);
	}
	in_use += size - old;
	return fresh;
}
