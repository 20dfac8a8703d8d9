/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The set of call sites: added, found, in several threads. */
#include "base/gate.h"
#include "intercept/sites.h"
#include "unit.h"

#include <pthread.h>

START_TEST(test_empty)
{
	ck_assert(!sites_contains(0));
	ck_assert(!sites_contains(0x7f0000000000));
}
END_TEST

START_TEST(test_members_and_neighbours)
{
	ck_assert_int_eq(sites_reserve(3), 0);
	sites_add(0x1000);
	sites_add(0x1002);
	sites_add(0x7fffffffffff);
	ck_assert(sites_contains(0x1000));
	ck_assert(sites_contains(0x1002));
	ck_assert(sites_contains(0x7fffffffffff));
	ck_assert(!sites_contains(0x1001));
	ck_assert(!sites_contains(0xffe));
	ck_assert_uint_eq(sites_count(), 3);
}
END_TEST

START_TEST(test_growth_keeps_all)
{
	const uintptr_t base = 0x7f1234560000;
	const size_t n = 20000;

	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(sites_reserve(1), 0);
		sites_add(base + 7 * i);
	}
	for (size_t i = 0; i < n; i++) {
		ck_assert(sites_contains(base + 7 * i));
		ck_assert(!sites_contains(base + 7 * i + 1));
	}
}
END_TEST

START_TEST(test_removed)
{
	const uintptr_t base = 0x7f1234560000;

	ck_assert_int_eq(sites_reserve(4), 0);
	for (uintptr_t i = 0; i < 4; i++)
		sites_add(base + 0x1000 * i);
	sites_remove(base + 0x1000, base + 0x3000);
	ck_assert(sites_contains(base));
	ck_assert(!sites_contains(base + 0x1000));
	ck_assert(!sites_contains(base + 0x2000));
	ck_assert(sites_contains(base + 0x3000));
	ck_assert_uint_eq(sites_count(), 2);
	ck_assert_uint_eq(sites_between(base, base + 0x3000), 1);
	ck_assert_uint_eq(sites_between(base, base + 0x3001), 2);
	/* the mark in an emptied slot is no site */
	for (uintptr_t i = 0; i < 16; i++)
		ck_assert(!sites_contains(i));
}
END_TEST

START_TEST(test_moved)
{
	const uintptr_t base = 0x7f1234560000, to = 0x7f2234560000;

	ck_assert_int_eq(sites_reserve(100), 0);
	for (uintptr_t i = 0; i < 50; i++)
		sites_add(base + 7 * i);
	sites_move(base, base + 7 * 40, to);
	for (uintptr_t i = 0; i < 50; i++) {
		ck_assert_int_eq(sites_contains(base + 7 * i), i >= 40);
		ck_assert_int_eq(sites_contains(to + 7 * i), i < 40);
	}
	ck_assert_uint_eq(sites_count(), 50);
}
END_TEST

/* Around a filter of pages that wraps: what is there is always near. */
START_TEST(test_near)
{
	const uintptr_t base = 0x7f123457f000;

	ck_assert(!sites_near(base, base + 0x1000));
	ck_assert_int_eq(sites_reserve(1), 0);
	sites_add(base + 0xffe);
	ck_assert(sites_near(base, base + 0x1000));
	ck_assert(sites_near(base + 0xffe, base + 0xfff));
	ck_assert(!sites_near(base - 0x1000, base));
	ck_assert(!sites_near(base + 0x1000, base + 0x2000));
	ck_assert(!sites_near(base, base));
	for (uintptr_t pages = 1; pages < 40000; pages += 61) {
		ck_assert(sites_near(base - 0x1000 * pages, base + 0x1000));
		ck_assert(sites_near(base, base + 0x1000 * pages));
		if (pages < 32768) {
			ck_assert(!sites_near(base - 0x1000 * pages, base));
			ck_assert(!sites_near(base + 0x1000,
					      base + 0x1000 * (pages + 1)));
		}
	}
}
END_TEST

static size_t memory(void)
{
	size_t pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fscanf(f, "%zu", &pages), 1);
	fclose(f);
	return pages;
}

/* Objects that come and go, each elsewhere, beside one that stays. */
START_TEST(test_steady)
{
	const uintptr_t stays = 0x7f1234560000;
	size_t before = 0;

	ck_assert_int_eq(sites_reserve(100), 0);
	for (uintptr_t i = 0; i < 100; i++)
		sites_add(stays + 5 * i);
	for (uintptr_t round = 0; round < 20000; round++) {
		uintptr_t base = 0x7f0000000000 + round * 0x1000;

		ck_assert_int_eq(sites_reserve(20), 0);
		for (uintptr_t i = 0; i < 20; i++)
			sites_add(base + 3 * i);
		ck_assert(sites_contains(base + 57));
		sites_remove(base, base + 0x1000);
		ck_assert(!sites_contains(base + 57));
		ck_assert(sites_contains(stays + 5 * (round % 100)));
		if (round == 1000)
			before = memory();
	}
	ck_assert_uint_eq(sites_count(), 100);
	ck_assert_uint_eq(memory(), before);
}
END_TEST

static const uintptr_t kept = 0x7f1234560000;
static int stop;

static void *reads(void *missed)
{
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED))
		for (uintptr_t i = 0; i < 100; i++)
			*(size_t *)missed += !sites_contains(kept + 5 * i) ||
					     !sites_near(kept, kept + 1);
	return NULL;
}

/* Tables are replaced and used again under a reader. */
START_TEST(test_readers)
{
	size_t missed = 0;
	pthread_t reader;

	ck_assert_int_eq(sites_reserve(100), 0);
	for (uintptr_t i = 0; i < 100; i++)
		sites_add(kept + 5 * i);
	ck_assert_int_eq(pthread_create(&reader, NULL, reads, &missed), 0);
	for (uintptr_t round = 0; round < 20000; round++) {
		uintptr_t base = 0x7f0000000000 + round * 0x1000;

		ck_assert_int_eq(sites_reserve(200), 0);
		for (uintptr_t i = 0; i < 200; i++)
			sites_add(base + 3 * i);
		sites_remove(base, base + 0x1000);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	pthread_join(reader, NULL);
	ck_assert_uint_eq(missed, 0);
}
END_TEST

int main(void)
{
	gate_bootstrap();
	return unit_run("sites", (const TTest *const[]){
					 test_empty,
					 test_members_and_neighbours,
					 test_growth_keeps_all,
					 test_removed,
					 test_moved,
					 test_near,
					 test_steady,
					 test_readers,
					 NULL,
				 });
}
