/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Maps an ELF file read-only for a while, laid out as a loader would do it.
 * Needed for code that is mapped before the loader has mapped the segments that
 * describe it. Callable from any context; needs some 5 KiB of stack.
 */
#ifndef ELF_IMAGE_H
#define ELF_IMAGE_H

#include "analysis/functions/functions.h"

#define ELF_IMAGE_ID 32 /* longer build ids are not known */

/* A segment of code. */
struct elf_image_code {
	uint64_t offset; /* in the file, of its first page */
	uintptr_t start; /* the same in the image */
	size_t size;	 /* pages that the file has bytes for */
};

struct elf_image {
	struct functions object; /* when elf_image_open() returned 0 */
	struct elf_image_code code[EH_SPANS];
	size_t codes;
	void *memory;
	size_t size;
};

/*
 * Map the file. Returns 0, or -errno (not a regular file, not an object,
 * no memory); then nothing is left mapped. fd stays in use until
 * elf_image_close(). If the file is cut short meanwhile, reads raise SIGBUS, as
 * for everybody who has it mapped. Once elf_image_open() has begun,
 * elf_image_close() may be called at any time.
 */
int elf_image_open(struct elf_image *image, int fd);
void elf_image_close(struct elf_image *image);

/* What a file's first bytes say, which is not mapped yet: offsets and sizes of
 * its code segments, its build id (size 0: it is not known), whether Go's
 * linker has made it, and whether it has no name any more, or never had. */
struct elf_image_head {
	struct elf_image_code code[EH_SPANS];
	size_t codes;
	uint8_t build_id[ELF_IMAGE_ID];
	size_t build_id_size;
	int is_go, is_nameless;
};

/* Returns whether there is code; 0 also if it is no regular file that a loader
 * would take. */
int elf_image_look(int fd, struct elf_image_head *head);

/*
 * Find the next part of the file with data (not a hole) between *first and
 * last. Sets *first and *end to its bounds. Small holes are ignored. Returns 0
 * if there is no more. Changes fd's position.
 */
int elf_image_data(int fd, uint64_t *first, uint64_t last, uint64_t *end);

#endif
