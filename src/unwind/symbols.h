/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The names of an object's functions: from the file's .symtab, from that of its
 * separate debug file, or from the .dynsym that is mapped with it. They are
 * indexed and sorted once. Any context in which memory_copy_in() may be called;
 * opens and maps files.
 */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#define SYMBOLS_ID 32

/* Where they come from. */
struct symbols_source {
	const char *path;
	uint64_t dev, inode; /* what is mapped; the file may be another now */
	uintptr_t bias;	     /* from the file's addresses to these */
	uintptr_t dynamic, dynamic_end; /* PT_DYNAMIC */
	uint8_t build_id[SYMBOLS_ID];
	size_t build_id_size; /* 0: none */
};

struct symbols_entry {
	uint64_t value;
	uint32_t name;
	uint32_t size : 31, local : 1;
};

struct symbols {
	int loaded;
	struct symbols_entry *entry;
	size_t count, entry_size; /* entries; bytes mapped for them */
	uintptr_t names;
	uint64_t names_size;
	void *file; /* the part of it with both tables; NULL: none */
	size_t file_size;
};

/* Load the best table that there is. If there is none, that is no error. */
void symbols_load(struct symbols *s, const struct symbols_source *source);
void symbols_forget(struct symbols *s);

/* The file that is mapped, opened; or -1. */
int symbols_open_file(const struct symbols_source *source);

/*
 * The function that contains this address of the file's. If it has several
 * names, a global one with the fewest underscores in front is chosen. What is
 * returned stays as it is until symbols_forget(); SYMBOLS_NONE: there is none.
 */
#define SYMBOLS_NONE UINT32_MAX
uint32_t symbols_find(const struct symbols *s, uint64_t value);

/* Its name, and where it begins. Returns 0 if it has none; then the name is
 * empty. */
int symbols_name(const struct symbols *s, uint32_t at, char *name, size_t size,
		 uint64_t *start);

#endif
