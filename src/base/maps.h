/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The process's memory map, as /proc/self/maps tells it. Callable from any
 * context (it opens a file); maps_parse() alone is a pure function.
 */
#ifndef MAPS_H
#define MAPS_H

#include <stddef.h>
#include <stdint.h>

struct maps_entry {
	uintptr_t start, end;
	uint64_t offset;
	uint64_t dev; /* as stat has it */
	uint64_t inode;
	int prot; /* PROT_READ | PROT_WRITE | PROT_EXEC */
	int shared;
	const char *path; /* not terminated; "" for anonymous memory */
	size_t path_len;
};

struct maps {
	char *text;
	size_t size;	 /* bytes of text */
	size_t capacity; /* bytes mapped for it */
};

/* Read the whole file. Returns 0 or -errno. */
int maps_read(struct maps *maps);
void maps_free(struct maps *maps);

/*
 * Parse the line at *line, which ends before end, and move *line behind it.
 * Returns 1 for an entry, 0 at the end, -EINVAL if the line is not one of maps;
 * *line has moved on then too.
 */
int maps_parse(const char **line, const char *end, struct maps_entry *entry);

/*
 * Find the first mapping of a file that ends above addr. Its path is copied to
 * path; with size 0 it is left out. Returns 0, -ENOENT or another -errno.
 */
int maps_find_file(uintptr_t addr, struct maps_entry *entry, char *path,
		   size_t size);

/* The same for the mapping that contains addr, of a file or not. */
int maps_find(uintptr_t addr, struct maps_entry *entry, char *path,
	      size_t size);

/* The same two functions for kernels before 6.11, where the file has to be
 * read. */
int maps_search_file(uintptr_t addr, struct maps_entry *entry, char *path,
		     size_t size);
int maps_search(uintptr_t addr, struct maps_entry *entry, char *path,
		size_t size);

#endif
