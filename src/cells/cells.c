/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Open addressing. A new key gets a cell and its bytes first, which nobody else
 * knows of; then one store into the index makes it known, or another thread
 * was first and its cell is used. So a thread, or a process, that is killed in
 * between harms nobody: a cell is lost.
 */
#include "cells/cells.h"

#include "base/nolibc.h"

#define LINE 64u

/* Where a key's bytes are. */
struct place {
	uint32_t at, words;
};

/* What is kept with a cell. Who was killed while it wrote there has left it
 * busy, and so has a thread that a forked child does not have: others wait for
 * a moment, and the sum tells whether the words belong together. */
struct kept {
	uint32_t busy, count;
	uint64_t sum;
	uint64_t word[];
};

#define WAITS 100

struct cells {
	struct cells_shape shape;
	uint32_t mask;	/* of the index */
	uint32_t taken; /* cells; may be more than there are */
	uint32_t used;	/* words of text; likewise */
	uint32_t cell_size;
	/* from the start of this: */
	uint32_t places, text;
	size_t kept, rows, row_size;
	/* By hash: a cell in the lower half, the hash in the upper one. */
	uint64_t index[];
};

static size_t round_up(size_t n)
{
	return (n + LINE - 1) & ~(size_t)(LINE - 1);
}

static uint32_t index_size(uint32_t keys)
{
	uint32_t n = 4;

	while (n < 2 * keys)
		n *= 2;
	return n;
}

static uint32_t text_words(const struct cells_shape *shape)
{
	return shape->text / 8;
}

static size_t kept_size(const struct cells_shape *shape)
{
	return sizeof(struct kept) + shape->kept * sizeof(uint64_t);
}

/* Fills in where everything is; returns the size of all. */
static size_t lay_out(struct cells *c, const struct cells_shape *shape)
{
	size_t at = sizeof(*c);

	c->shape = *shape;
	c->mask = index_size(shape->keys) - 1;
	at += ((size_t)c->mask + 1) * sizeof(c->index[0]);
	c->places = (uint32_t)at;
	at += (shape->keys + 1) * sizeof(struct place);
	c->text = (uint32_t)at;
	at = round_up(at + (size_t)text_words(shape) * 8);
	c->kept = at;
	if (shape->kept)
		at = round_up(at + (shape->keys + 1) * kept_size(shape));
	c->rows = at;
	c->cell_size = (uint32_t)sizeof(struct cell);
	if (shape->histograms)
		c->cell_size += CELLS_BUCKETS * sizeof(uint64_t);
	c->row_size = round_up((size_t)(shape->keys + 1) * c->cell_size);
	return at + shape->rows * c->row_size;
}

size_t cells_size(const struct cells_shape *shape)
{
	struct cells c = {.taken = 0};

	return lay_out(&c, shape);
}

void cells_begin(struct cells *cells, const struct cells_shape *shape)
{
	lay_out(cells, shape);
}

/* --- keys ------------------------------------------------------------------
 */

#define KIND 0xff
#define SIZE_SHIFT 8
#define KEY_WORDS (CELLS_KEY / 8u)

void cells_put_integer(struct cells_key *key, int64_t value)
{
	if (KEY_WORDS - key->count < 2)
		return;
	key->words[key->count++] = CELLS_INTEGER;
	key->words[key->count++] = (uint64_t)value;
}

char *cells_room(struct cells_key *key, size_t *room)
{
	*room = 0;
	if (KEY_WORDS - key->count < 2)
		return NULL;
	*room = (KEY_WORDS - key->count - 1) * 8;
	return (char *)&key->words[key->count + 1];
}

void cells_put_bytes(struct cells_key *key, size_t n)
{
	size_t words = (n + 7) / 8;
	char *bytes = (char *)&key->words[key->count + 1];

	if (KEY_WORDS - key->count < 1 + words)
		return;
	for (size_t i = n; i < words * 8; i++)
		bytes[i] = '\0';
	key->words[key->count] = CELLS_BYTES | (uint64_t)n << SIZE_SHIFT;
	key->count += (uint32_t)(1 + words);
}

int cells_next_part(const struct cells_key *key, uint32_t *at,
		    struct cells_part *part)
{
	uint32_t left = key->count - *at;
	const uint64_t *word = key->words + *at;

	if (*at >= key->count || left < 2)
		return 0;
	*part = (struct cells_part){.kind = (enum cells_kind)(*word & KIND)};
	if (part->kind == CELLS_INTEGER) {
		part->integer = (int64_t)word[1];
		*at += 2;
		return 1;
	}
	part->size = (size_t)(*word >> SIZE_SHIFT);
	if (part->kind != CELLS_BYTES || part->size > (left - 1) * 8ull)
		return 0;
	part->bytes = (const char *)(word + 1);
	*at += (uint32_t)(1 + (part->size + 7) / 8);
	return 1;
}

/* Its upper half is what the index keeps, its lower half says where. */
static uint64_t hash_key(const struct cells_key *key)
{
	uint64_t h = key->count;

	for (uint32_t i = 0; i < key->count; i++) {
		h = (h ^ key->words[i]) * 0x9e3779b97f4a7c15;
		h ^= h >> 32;
	}
	return h * 0xd6e8feb86659fd93;
}

/* --- the index -------------------------------------------------------------
 */

static struct place *key_place(const struct cells *c, uint32_t cell)
{
	return (struct place *)((char *)(uintptr_t)c + c->places) + cell;
}

static uint64_t *text_of(const struct cells *c, uint32_t at)
{
	return (uint64_t *)((char *)(uintptr_t)c + c->text) + at;
}

/* A table that is cleared meanwhile may have anything there. */
static struct cells_key key_of(const struct cells *c, uint32_t cell)
{
	struct place place;

	if (cell > c->shape.keys)
		return (struct cells_key){NULL, 0};
	place = *key_place(c, cell);
	if (place.words > KEY_WORDS || place.at > text_words(&c->shape) ||
	    place.words > text_words(&c->shape) - place.at)
		return (struct cells_key){NULL, 0};
	return (struct cells_key){text_of(c, place.at), place.words};
}

static int is_key(const struct cells *c, uint32_t cell,
		  const struct cells_key *key)
{
	struct cells_key there = key_of(c, cell);

	if (there.count != key->count)
		return 0;
	for (uint32_t i = 0; i < key->count; i++)
		if (there.words[i] != key->words[i])
			return 0;
	return 1;
}

/* A cell that has the key already, though no index leads to it; 0: no room. */
static uint32_t new_cell(struct cells *c, const struct cells_key *key)
{
	uint32_t at, cell;

	if (__atomic_load_n(&c->taken, __ATOMIC_RELAXED) >= c->shape.keys ||
	    __atomic_load_n(&c->used, __ATOMIC_RELAXED) >=
		    text_words(&c->shape))
		return 0;
	at = __atomic_fetch_add(&c->used, key->count, __ATOMIC_RELAXED);
	if (at > text_words(&c->shape) ||
	    key->count > text_words(&c->shape) - at)
		return 0;
	cell = __atomic_add_fetch(&c->taken, 1, __ATOMIC_RELAXED);
	if (cell > c->shape.keys)
		return 0;
	for (uint32_t i = 0; i < key->count; i++)
		text_of(c, at)[i] = key->words[i];
	*key_place(c, cell) = (struct place){at, key->count};
	return cell;
}

/* The cell, or where the index has nothing: then 0, and *free is that. */
static uint32_t search_index(const struct cells *c, const struct cells_key *key,
			     uint64_t hash, uint32_t *free)
{
	uint32_t i = (uint32_t)hash & c->mask;

	for (uint32_t n = 0; n <= c->mask; n++, i = (i + 1) & c->mask) {
		uint64_t word = __atomic_load_n(&c->index[i], __ATOMIC_ACQUIRE);

		if (!word) {
			*free = i;
			return 0;
		}
		if (word >> 32 == hash >> 32 && is_key(c, (uint32_t)word, key))
			return (uint32_t)word;
	}
	*free = c->mask + 1; /* never, for there are fewer keys */
	return 0;
}

uint32_t cells_look(const struct cells *cells, const struct cells_key *key)
{
	uint32_t free;

	return search_index(cells, key, hash_key(key), &free);
}

uint32_t cells_find(struct cells *cells, const struct cells_key *key)
{
	uint64_t hash = hash_key(key);
	uint32_t free, cell = search_index(cells, key, hash, &free), made = 0;

	while (!cell) {
		uint64_t none = 0;

		if (!made)
			made = new_cell(cells, key);
		if (!made || free > cells->mask)
			return 0;
		if (__atomic_compare_exchange_n(
			    &cells->index[free], &none,
			    (hash & ~(uint64_t)UINT32_MAX) | made, 0,
			    __ATOMIC_RELEASE, __ATOMIC_RELAXED))
			return made;
		/* another one is there: it may be this key's */
		cell = search_index(cells, key, hash, &free);
	}
	return cell;
}

/* --- counts ----------------------------------------------------------------
 */

static struct cell *cell_at(const struct cells *c, uint32_t row, uint32_t cell)
{
	return (struct cell *)((char *)(uintptr_t)c + c->rows +
			       row * c->row_size + (size_t)cell * c->cell_size);
}

static uint64_t *buckets_of(struct cell *cell)
{
	return (uint64_t *)(cell + 1);
}

static void raise_cell(uint64_t *n, uint64_t more)
{
	if (more)
		__atomic_fetch_add(n, more, __ATOMIC_RELAXED);
}

void cells_add(struct cells *cells, uint32_t cell, uint32_t row,
	       const struct cell *more)
{
	struct cell *to = cell_at(cells, row & (cells->shape.rows - 1), cell);

	raise_cell(&to->calls, more->calls);
	raise_cell(&to->errors, more->errors);
	raise_cell((uint64_t *)&to->ret, (uint64_t)more->ret);
	raise_cell(&to->took, more->took);
}

void cells_add_bucket(struct cells *cells, uint32_t cell, uint32_t row,
		      uint32_t bucket)
{
	struct cell *to = cell_at(cells, row & (cells->shape.rows - 1), cell);

	if (cells->shape.histograms)
		raise_cell(&buckets_of(to)[bucket % CELLS_BUCKETS], 1);
}

static uint64_t load_count(const uint64_t *n)
{
	return __atomic_load_n(n, __ATOMIC_RELAXED);
}

void cells_read(const struct cells *cells, uint32_t cell, struct cell *sum)
{
	*sum = (struct cell){0};
	for (uint32_t row = 0; row < cells->shape.rows; row++) {
		struct cell *c = cell_at(cells, row, cell);

		sum->calls += load_count(&c->calls);
		sum->errors += load_count(&c->errors);
		sum->ret += (int64_t)load_count((uint64_t *)&c->ret);
		sum->took += load_count(&c->took);
	}
}

void cells_read_buckets(const struct cells *cells, uint32_t cell,
			uint64_t bucket[CELLS_BUCKETS])
{
	for (uint32_t i = 0; i < CELLS_BUCKETS; i++)
		bucket[i] = 0;
	for (uint32_t row = 0; row < cells->shape.rows; row++)
		for (uint32_t i = 0; i < CELLS_BUCKETS; i++)
			bucket[i] += load_count(
				&buckets_of(cell_at(cells, row, cell))[i]);
}

/* --- what is kept -----------------------------------------------------------
 */

/* NULL: nothing is. */
static struct kept *kept_of(const struct cells *c, uint32_t cell)
{
	if (!c->shape.kept || !cell || cell > c->shape.keys)
		return NULL;
	return (struct kept *)((char *)(uintptr_t)c + c->kept +
			       cell * kept_size(&c->shape));
}

static uint64_t sum_up(const uint64_t *words, uint32_t count)
{
	uint64_t sum = count;

	for (uint32_t i = 0; i < count; i++) {
		sum = (sum ^ words[i]) * 0x9e3779b97f4a7c15;
		sum ^= sum >> 32;
	}
	return sum;
}

uint64_t *cells_keep(struct cells *cells, uint32_t cell)
{
	struct kept *kept = kept_of(cells, cell);

	if (!kept)
		return NULL;
	for (int i = 0; i < WAITS; i++) {
		if (!__atomic_exchange_n(&kept->busy, 1, __ATOMIC_ACQUIRE))
			break;
		__asm__ volatile("pause");
	}
	__atomic_store_n(&kept->count, 0, __ATOMIC_RELAXED);
	return kept->word;
}

void cells_kept(struct cells *cells, uint32_t cell, uint32_t count)
{
	struct kept *kept = kept_of(cells, cell);

	kept->sum = sum_up(kept->word, count);
	__atomic_store_n(&kept->count, count, __ATOMIC_RELEASE);
	__atomic_store_n(&kept->busy, 0, __ATOMIC_RELEASE);
}

uint32_t cells_last(const struct cells *cells, uint32_t cell, uint64_t *words)
{
	const struct kept *kept = kept_of(cells, cell);
	uint32_t count;

	if (!kept)
		return 0;
	for (int i = 0; i < WAITS; i++) {
		count = __atomic_load_n(&kept->count, __ATOMIC_ACQUIRE);
		if (count > cells->shape.kept)
			return 0;
		for (uint32_t n = 0; n < count; n++)
			words[n] = load_count(&kept->word[n]);
		if (count && sum_up(words, count) == load_count(&kept->sum))
			return count;
		__asm__ volatile("pause");
	}
	return 0;
}

static void forget_kept(struct cells *cells, uint32_t cell)
{
	struct kept *kept = kept_of(cells, cell);

	if (kept)
		__atomic_store_n(&kept->count, 0, __ATOMIC_RELAXED);
}

uint32_t cells_next(const struct cells *cells, uint32_t *at,
		    struct cells_key *key)
{
	while (*at <= cells->mask) {
		uint64_t word = __atomic_load_n(&cells->index[(*at)++],
						__ATOMIC_ACQUIRE);

		if (!word)
			continue;
		*key = key_of(cells, (uint32_t)word);
		if (key->words)
			return (uint32_t)word;
	}
	return 0;
}

void cells_clear_one(struct cells *cells, uint32_t cell)
{
	for (uint32_t row = 0; row < cells->shape.rows; row++)
		memset(cell_at(cells, row, cell), 0, cells->cell_size);
	forget_kept(cells, cell);
}

/* Only those that are in use, so that pages that were never touched stay so. */
void cells_clear(struct cells *cells)
{
	uint32_t taken = __atomic_load_n(&cells->taken, __ATOMIC_RELAXED);

	if (taken > cells->shape.keys)
		taken = cells->shape.keys;
	for (uint32_t i = 0; i <= cells->mask; i++)
		__atomic_store_n(&cells->index[i], 0, __ATOMIC_RELAXED);
	for (uint32_t cell = 0; cell <= taken; cell++)
		cells_clear_one(cells, cell);
	__atomic_store_n(&cells->used, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&cells->taken, 0, __ATOMIC_RELAXED);
}
