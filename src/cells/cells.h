/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A table of counters by key, of a fixed size, in one piece of memory that may
 * be shared between threads and between processes. Nothing here waits or
 * allocates; all functions may be called in any context, by any thread, at the
 * same time, except where it is said.
 *
 * A key is a list of parts, each an integer or bytes, in words of 8 bytes: see
 * struct cells_key.
 */
#ifndef CELLS_H
#define CELLS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of a key at most; strings are cut to that. */
#define CELLS_KEY 2048
#define CELLS_BUCKETS 64

/* What is counted of one key. */
struct cell {
	uint64_t calls, errors;
	int64_t ret;   /* the sum of results, or of values */
	uint64_t took; /* ns */
};

/* How large a table is. */
struct cells_shape {
	uint32_t keys;	     /* cells; those of further keys are one */
	uint32_t text;	     /* bytes of all keys together */
	uint32_t rows;	     /* each thread uses one; a power of two */
	uint32_t histograms; /* 1: each cell has buckets as well */
	uint32_t kept;	     /* words at most that are kept with each cell */
};

struct cells; /* zeroed memory becomes one by cells_begin() */

size_t cells_size(const struct cells_shape *shape);

/* Before others use it. */
void cells_begin(struct cells *cells, const struct cells_shape *shape);

/* --- keys ------------------------------------------------------------------
 */

enum cells_kind { CELLS_INTEGER = 1, CELLS_BYTES };

/* A key that is being made. The memory is the caller's, CELLS_KEY bytes aligned
 * to 8. */
struct cells_key {
	uint64_t *words;
	uint32_t count; /* of words */
};

void cells_put_integer(struct cells_key *key, int64_t value);

/* Room for so many bytes at least, which the caller fills in and then says how
 * many they are by cells_put_bytes(). NULL and *room 0: there is none. */
char *cells_room(struct cells_key *key, size_t *room);
void cells_put_bytes(struct cells_key *key, size_t n);

/* A part of a key. */
struct cells_part {
	enum cells_kind kind;
	int64_t integer;
	const char *bytes;
	size_t size; /* of bytes */
};

/* The parts one after the other: *at is 0 at first. 0: there are no more. */
int cells_next_part(const struct cells_key *key, uint32_t *at,
		    struct cells_part *part);

/* --- cells -----------------------------------------------------------------
 */

/* The cell of that key, which is made if there is room; 0: that of all others.
 */
uint32_t cells_find(struct cells *cells, const struct cells_key *key);

/* The same, but none is made; 0: there is none. */
uint32_t cells_look(const struct cells *cells, const struct cells_key *key);

/* Add this to a cell. row: the thread's; any number. */
void cells_add(struct cells *cells, uint32_t cell, uint32_t row,
	       const struct cell *more);

/* One more in that bucket of a table with histograms. */
void cells_add_bucket(struct cells *cells, uint32_t cell, uint32_t row,
		      uint32_t bucket);

/* The sums over all rows. */
void cells_read(const struct cells *cells, uint32_t cell, struct cell *sum);
void cells_read_buckets(const struct cells *cells, uint32_t cell,
			uint64_t bucket[CELLS_BUCKETS]);

/*
 * Words that are kept with a cell in place of those before, as many as the
 * shape says at most: they are written to where cells_keep() says, and count
 * once cells_kept() has said how many they are. NULL: none are kept. Of two
 * threads that do it at the same time one is the last, or, where one has waited
 * for the other in vain, nothing is known until the next time.
 */
uint64_t *cells_keep(struct cells *cells, uint32_t cell);
void cells_kept(struct cells *cells, uint32_t cell, uint32_t count);

/* Copy them. Returns how many there are; 0: none. */
uint32_t cells_last(const struct cells *cells, uint32_t cell, uint64_t *words);

/* The cells that have keys, in no order: *at is 0 at first. Returns the cell,
 * and the key, which stays where it is; 0: there are no more. */
uint32_t cells_next(const struct cells *cells, uint32_t *at,
		    struct cells_key *key);

/* A cell counts from 0 on. */
void cells_clear_one(struct cells *cells, uint32_t cell);

/* No keys, and all counts are 0. What is counted meanwhile may be lost, or
 * counted for another key. */
void cells_clear(struct cells *cells);

#endif
