/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Tables of cells: keys of all forms, the bound, threads that meet. */
#include "cells/cells.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static struct cells *make_shape(const struct cells_shape *shape)
{
	struct cells *c =
		aligned_alloc(64, (cells_size(shape) + 63) & ~(size_t)63);

	memset(c, 0, cells_size(shape));
	cells_begin(c, shape);
	return c;
}

static struct cells *make(uint32_t keys, uint32_t text, uint32_t rows,
			  int histograms)
{
	const struct cells_shape shape = {.keys = keys,
					  .text = text,
					  .rows = rows,
					  .histograms = histograms ? 1u : 0u};

	return make_shape(&shape);
}

static uint32_t find_number(struct cells *c, int64_t n)
{
	uint64_t words[CELLS_KEY / 8] = {0};
	struct cells_key key = {words, 0};

	cells_put_integer(&key, n);
	return cells_find(c, &key);
}

static void put_text(struct cells_key *key, const char *text)
{
	size_t room, n = strlen(text);
	char *to = cells_room(key, &room);

	ck_assert(to && room >= n);
	memcpy(to, text, n);
	cells_put_bytes(key, n);
}

START_TEST(keys_are_told_apart)
{
	static const char *const texts[] = {"", "a", "abcdefgh", "abcdefghi",
					    "abcdefgi"};
	struct cells *c = make(100, 10000, 1, 0);
	uint64_t words[CELLS_KEY / 8] = {0};
	uint32_t cell[16], n = 0;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct cells_key key = {words, 0};

		put_text(&key, texts[i]);
		cell[n] = cells_find(c, &key);
		ck_assert_uint_eq(cells_find(c, &key), cell[n]);
		ck_assert_uint_eq(cells_look(c, &key), cell[n++]);
	}
	for (int64_t i = -1; i < 2; i++)
		cell[n++] = find_number(c, i);
	for (int order = 0; order < 2; order++) { /* {1, "a"}, {"a", 1} */
		struct cells_key key = {words, 0};

		if (order)
			cells_put_integer(&key, 1);
		put_text(&key, "a");
		if (!order)
			cells_put_integer(&key, 1);
		cell[n++] = cells_find(c, &key);
	}
	for (uint32_t i = 0; i < n; i++) {
		ck_assert_uint_ne(cell[i], 0);
		for (uint32_t k = 0; k < i; k++)
			ck_assert_uint_ne(cell[i], cell[k]);
	}
	free(c);
}
END_TEST

START_TEST(keys_are_read_again)
{
	struct cells *c = make(4, 1000, 1, 0);
	uint64_t words[CELLS_KEY / 8] = {0};
	struct cells_key key = {words, 0}, found;
	struct cells_part part;
	uint32_t at = 0, cell;

	cells_put_integer(&key, -7);
	put_text(&key, "nine text");
	cell = cells_find(c, &key);
	ck_assert_uint_eq(cells_next(c, &at, &found), cell);
	ck_assert_uint_eq(cells_next(c, &at, &key), 0);
	at = 0;
	ck_assert(cells_next_part(&found, &at, &part));
	ck_assert(part.kind == CELLS_INTEGER && part.integer == -7);
	ck_assert(cells_next_part(&found, &at, &part));
	ck_assert(part.kind == CELLS_BYTES && part.size == 9);
	ck_assert(memcmp(part.bytes, "nine text", 9) == 0);
	ck_assert(!cells_next_part(&found, &at, &part));
	free(c);
}
END_TEST

/* A key that is as long as it can be is cut, and no byte is behind it. */
START_TEST(long_keys)
{
	uint64_t words[CELLS_KEY / 8 + 1] = {0};
	struct cells_key key = {words, 0};
	size_t room;
	char *to = cells_room(&key, &room);

	words[CELLS_KEY / 8] = 42;
	ck_assert_uint_eq(room, CELLS_KEY - 8);
	memset(to, 'x', room);
	cells_put_bytes(&key, room);
	ck_assert_ptr_eq(cells_room(&key, &room), NULL);
	ck_assert_uint_eq(room, 0);
	cells_put_integer(&key, 1);
	ck_assert_uint_eq(key.count, CELLS_KEY / 8);
	ck_assert_uint_eq(words[CELLS_KEY / 8], 42);
}
END_TEST

START_TEST(bounded)
{
	struct cells *c = make(10, 10000, 1, 0);
	const struct cell one = {.calls = 1};
	struct cell sum;

	for (int i = 0; i < 15; i++)
		cells_add(c, find_number(c, i), 0, &one);
	for (int i = 0; i < 10; i++) {
		cells_read(c, find_number(c, i), &sum);
		ck_assert_uint_eq(sum.calls, 1);
	}
	ck_assert_uint_eq(find_number(c, 12), 0);
	cells_read(c, 0, &sum);
	ck_assert_uint_eq(sum.calls, 5);
	free(c);
	/* by their bytes: two words for each */
	c = make(10, 3 * 16, 1, 0);
	for (int i = 0; i < 10; i++)
		ck_assert_int_eq(find_number(c, i) != 0, i < 3);
	free(c);
}
END_TEST

START_TEST(sums_and_clears)
{
	struct cells *c = make(4, 1000, 4, 1);
	const struct cell one = {1, 2, -3, 4};
	uint64_t bucket[CELLS_BUCKETS];
	uint32_t cell = find_number(c, 5), other = find_number(c, 6);
	struct cell sum;

	for (uint32_t row = 0; row < 9; row++) {
		cells_add(c, cell, row, &one);
		cells_add_bucket(c, cell, row, 63);
	}
	cells_add(c, other, 0, &one);
	cells_read(c, cell, &sum);
	ck_assert(sum.calls == 9 && sum.errors == 18 && sum.ret == -27 &&
		  sum.took == 36);
	cells_read_buckets(c, cell, bucket);
	ck_assert_uint_eq(bucket[63], 9);
	ck_assert_uint_eq(bucket[0], 0);
	cells_clear_one(c, cell);
	cells_read(c, cell, &sum);
	ck_assert_uint_eq(sum.calls, 0);
	cells_read(c, other, &sum);
	ck_assert_uint_eq(sum.calls, 1);
	cells_clear(c);
	for (uint32_t at = 0, i = 0; i < 2; i++) {
		struct cells_key key;

		ck_assert_uint_eq(cells_next(c, &at, &key), 0);
	}
	for (int i = 0; i < 4; i++) { /* all of its room is there again */
		ck_assert_uint_ne(find_number(c, 100 + i), 0);
		cells_read(c, find_number(c, 100 + i), &sum);
		ck_assert_uint_eq(sum.calls, 0);
	}
	free(c);
}
END_TEST

#define THREADS 4
#define KEYS 500
#define TURNS 40

static struct cells *met;

static void *count_all(void *arg)
{
	const struct cell one = {.calls = 1};

	for (int turn = 0; turn < TURNS; turn++)
		for (int i = 0; i < KEYS; i++)
			cells_add(met, find_number(met, i),
				  (uint32_t)(uintptr_t)arg, &one);
	return NULL;
}

/* All make the same keys at the same time: each has one cell, and no call is
 * lost. Rows are fewer than threads. */
START_TEST(threads_meet)
{
	pthread_t thread[THREADS];
	struct cells_key key;
	struct cell sum;
	uint32_t at = 0, cell, n = 0;

	met = make(KEYS * THREADS, KEYS * THREADS * 16, 2, 0);
	for (uintptr_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, count_all,
						(void *)i),
				 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	while ((cell = cells_next(met, &at, &key))) {
		cells_read(met, cell, &sum);
		ck_assert_uint_eq(sum.calls, THREADS * TURNS);
		n++;
	}
	ck_assert_uint_eq(n, KEYS);
	free(met);
}
END_TEST

/* --- what is kept -----------------------------------------------------------
 */

#define WORDS 8

static const struct cells_shape keeping = {
	.keys = 4, .text = 1000, .rows = 2, .kept = WORDS};

static void keep(struct cells *c, uint32_t cell, uint64_t from, uint32_t count)
{
	uint64_t *words = cells_keep(c, cell);

	ck_assert_ptr_nonnull(words);
	for (uint32_t i = 0; i < count; i++)
		words[i] = from + i;
	cells_kept(c, cell, count);
}

START_TEST(words_are_kept)
{
	struct cells *c = make_shape(&keeping), *none = make(4, 1000, 2, 0);
	uint32_t cell[4];
	uint64_t words[WORDS];
	struct cell sum;

	for (int i = 0; i < 4; i++) {
		cell[i] = find_number(c, i);
		ck_assert_uint_eq(cells_last(c, cell[i], words), 0);
	}
	for (uint32_t i = 0; i < 4; i++)
		keep(c, cell[i], i * 100, WORDS);
	keep(c, cell[1], 7, 2); /* in place of those */
	for (uint32_t i = 0; i < 4; i++) {
		ck_assert_uint_eq(cells_last(c, cell[i], words),
				  i == 1 ? 2 : WORDS);
		ck_assert_uint_eq(words[1], i == 1 ? 8 : i * 100 + 1);
	}
	cells_read(c, cell[3], &sum); /* nothing else is touched */
	ck_assert_uint_eq(sum.calls, 0);
	/* one that is being written, or was left so, says nothing */
	cells_keep(c, cell[2])[0] = 1;
	ck_assert_uint_eq(cells_last(c, cell[2], words), 0);
	keep(c, cell[2], 5, 3);
	ck_assert_uint_eq(cells_last(c, cell[2], words), 3);
	cells_clear_one(c, cell[0]);
	ck_assert_uint_eq(cells_last(c, cell[0], words), 0);
	cells_clear(c);
	ck_assert_uint_eq(cells_last(c, cell[3], words), 0);
	/* the others' cell, and a table of another shape, keep nothing */
	ck_assert_ptr_null(cells_keep(c, 0));
	ck_assert_ptr_null(cells_keep(none, find_number(none, 1)));
	ck_assert_uint_eq(cells_last(none, find_number(none, 1), words), 0);
	free(c);
	free(none);
}
END_TEST

static int is_over;

static void *keep_all(void *arg)
{
	uint32_t cell = find_number(met, 1);

	for (uint64_t i = 0; i < 20000; i++)
		keep(met, cell, (uintptr_t)arg * 1000000 + i * 8, WORDS);
	__atomic_add_fetch(&is_over, 1, __ATOMIC_RELEASE);
	return NULL;
}

/* Words that are read are those of one thread. */
START_TEST(kept_words_belong_together)
{
	pthread_t thread[THREADS];
	uint64_t words[WORDS];
	unsigned int seen = 0;

	met = make_shape(&keeping);
	find_number(met, 1);
	for (uintptr_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, keep_all,
						(void *)i),
				 0);
	while (__atomic_load_n(&is_over, __ATOMIC_ACQUIRE) < THREADS) {
		if (cells_last(met, find_number(met, 1), words) != WORDS)
			continue;
		seen++;
		for (uint64_t i = 0; i < WORDS; i++)
			ck_assert_uint_eq(words[i], words[0] + i);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	ck_assert_uint_gt(seen, 0);
	free(met);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {keys_are_told_apart,
				      keys_are_read_again,
				      long_keys,
				      bounded,
				      sums_and_clears,
				      threads_meet,
				      words_are_kept,
				      kept_words_belong_together,
				      NULL};

	return unit_run("cells", tests);
}
