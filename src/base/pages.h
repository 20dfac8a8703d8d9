/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Memory for the core: whole pages from the kernel, without malloc. Callable
 * from any context.
 */
#ifndef PAGES_H
#define PAGES_H

#include <stddef.h>
#include <stdint.h>

/* Before all others: they are from there on, and not far below the library. */
void pages_begin(uintptr_t at);

/* Start-up: what it will take in all is mapped at once. */
void pages_set_aside(void);

/* Map size bytes, zeroed and page aligned; NULL if the kernel has none. */
void *pages_map(size_t size);
void pages_unmap(void *p, size_t size);

/* The same, of a file, shared by all who map it. */
void *pages_map_file(int fd, size_t size);

/* Bytes of a file from that page on, to be read. */
void *pages_map_part(int fd, size_t size, size_t offset);

/* Zeroed, shared with the children of the process. */
void *pages_map_shared(size_t size);

/* The program is about to install a filter that refuses mmap. Put 4 MiB aside,
 * from which pages_map() serves from then on. */
void pages_reserve(void);

/* The program has called mlockall() for future mappings, or ended that. Our
 * memory is not to be filled when it is mapped, nor to count against the limit.
 */
void pages_lock(int is_locked);
int pages_are_locked(void);

/* It has locked what there is: not these pages; nor what pages_set_aside() has
 * mapped. */
void pages_unlock(const void *p, size_t size);
void pages_unlock_start(void);

/*
 * Memory that this process and its children share. pages_share(), at start-up,
 * reserves so many more bytes of it and returns their offset. pages_shared()
 * returns its address. The first call maps it, which takes the kernel 30 us;
 * that must be before a child is made. Any context.
 */
size_t pages_share(size_t size);
void *pages_shared(void);

/*
 * Map a stack of size bytes, a power of two, aligned to its size. Its lowest
 * page is inaccessible. Returns its lowest address, or NULL.
 */
void *pages_stack(size_t size);

#endif
