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
#define MEBIBYTE (1024 * 1024)

struct heap {
	size_t limit; /* bytes that are given out at most; 0: any number */
	size_t in_use;
	struct block *free_list[ALLOC_CLASSES];
	char *chunk, *chunk_end;
	struct chunk *chunks; /* all of them */
	size_t mapped;	      /* bytes of blocks that lie in none */
};

/* As lua_newstate's allocator: old bytes at p become size; NULL: no memory. */
void *alloc(void *heap, void *p, size_t old, size_t size);

/* All blocks of up to 32 KiB are gone; larger ones were given back before, or
 * stay for good. */
void alloc_release(struct heap *heap);

/* For state_clone.c. The heap's only chunk, where all its blocks are, and how
 * much of it is used; NULL: there are more. A chunk of no heap, NULL: no
 * memory. That chunk, with so much in use, becomes the only one of a heap that
 * was copied. */
const void *alloc_only_chunk(const struct heap *heap, size_t *used);
void *alloc_chunk(void);
void alloc_give_chunk(void *chunk);
void alloc_adopt(struct heap *heap, void *chunk, size_t used);

/* The same for memory that outlives a state. NULL: no memory. */
void *alloc_common(size_t size);
void alloc_common_free(void *p, size_t size);

#endif
