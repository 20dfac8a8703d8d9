/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Memory of the core: whole pages from the kernel, nothing of malloc's.
 * Callable from any context.
 */
#ifndef PAGES_H
#define PAGES_H

#include <stddef.h>

/* size bytes, zeroed, page aligned; NULL when the kernel has none. */
void *pages_map(size_t size);
void pages_unmap(void *p, size_t size);

/* A filter is about to let no mmap through: what is mapped then comes from what
 * is put aside now, 4 MiB. */
void pages_reserve(void);

/* The program locks all that it maps from now on, or not any more: ours is not
 * to be filled when it is mapped, nor to count. */
void pages_lock(int is_locked);

/*
 * Memory that children have in common with this process: so many bytes more of
 * it, whose offset is returned, at start-up; and where it is. It is mapped when
 * it is first asked for, which must be before a child is made: to map it takes
 * the kernel 30 us. Any context.
 */
size_t pages_share(size_t size);
void *pages_shared(void);

/*
 * A stack: size bytes, a power of two, aligned to that, the lowest page
 * inaccessible. Returns its lowest address, or NULL.
 */
void *pages_stack(size_t size);

#endif
