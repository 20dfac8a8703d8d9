/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * An ELF file as a loader would lay it out, mapped read-only for a while: what
 * must be known of code is in other segments, which a loader may not have
 * mapped yet. Callable from any context; needs some 5 KiB of stack.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include "elf.h"

/* A segment of code. */
struct image_code {
	uint64_t offset; /* in the file, of its first page */
	uintptr_t start; /* the same in the image */
	size_t size;	 /* pages that the file has bytes for */
};

struct image {
	struct elf elf; /* of the image, when image_open() returned 0 */
	struct image_code code[ELF_SPANS];
	size_t codes;
	void *memory;
	size_t size;
};

/* Map the file. Returns 0, or -errno (not a regular file, not an object with
 * unwind tables, no memory): nothing is left mapped. A file that is cut short
 * meanwhile is a SIGBUS for who reads on, as for all who have it mapped. */
int image_open(struct image *image, int fd);
void image_close(struct image *image);

/* How many bytes from offset on can be read where the file is mapped. 0: none,
 * or not a regular file. */
size_t image_room(int fd, uint64_t offset);

#endif
