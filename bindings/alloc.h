/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Lua's memory: size classes carved from pages of our own, never malloc, whose
 * lock the hooked program may hold. Lua tells the size of what it frees, so
 * blocks carry no header. One heap for each state, used by one thread at a
 * time; and one that all have in common.
 */
#ifndef ALLOC_H
#define ALLOC_H

#include <stddef.h>

#define ALLOC_CLASSES 56

struct heap {
	size_t limit; /* bytes that are given out at most; 0: any number */
	size_t in_use;
	struct block *free_list[ALLOC_CLASSES];
	char *chunk, *chunk_end;
	struct chunk *chunks; /* all of them */
};

/* As lua_newstate's allocator: old bytes at p become size; NULL: no memory. */
void *alloc(void *heap, void *p, size_t old, size_t size);

/* All blocks of up to 32 KiB are gone; larger ones were given back before, or
 * stay for good. */
void alloc_release(struct heap *heap);

/* The same for memory that outlives a state. NULL: no memory. */
void *alloc_common(size_t size);
void alloc_common_free(void *p, size_t size);

#endif
