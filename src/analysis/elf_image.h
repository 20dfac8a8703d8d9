/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * An ELF file as a loader would lay it out, mapped read-only for a while: what
 * must be known of code is in other segments, which a loader may not have
 * mapped yet. Callable from any context; needs some 5 KiB of stack.
 */
#ifndef ELF_IMAGE_H
#define ELF_IMAGE_H

#include "analysis/eh_functions.h"

/* A segment of code. */
struct elf_image_code {
	uint64_t offset; /* in the file, of its first page */
	uintptr_t start; /* the same in the image */
	size_t size;	 /* pages that the file has bytes for */
};

struct elf_image {
	struct eh_object elf; /* of the image, when elf_image_open() returned 0
			       */
	struct elf_image_code code[EH_SPANS];
	size_t codes;
	void *memory;
	size_t size;
};

/* Map the file. Returns 0, or -errno (not a regular file, not an object with
 * unwind tables, no memory): nothing is left mapped. A file that is cut short
 * meanwhile is a SIGBUS for who reads on, as for all who have it mapped; once
 * elf_image_open() has begun, elf_image_close() is right at any time. */
int elf_image_open(struct elf_image *image, int fd);
void elf_image_close(struct elf_image *image);

/* The segments of code of a file that is not mapped yet, by offset and size:
 * how many. 0: none, or no regular file that a loader would take. */
size_t elf_image_codes(int fd, struct elf_image_code code[EH_SPANS]);

/*
 * What is data in the file's bytes from *first on, and before last: *first and
 * *end become its bounds. Holes that are small are no holes. 0: there is no
 * more. fd's position is changed.
 */
int elf_image_data(int fd, uint64_t *first, uint64_t last, uint64_t *end);

#endif
