/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "sites.h"
#include "unit.h"

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

void trampoline_bootstrap(void);

int main(void)
{
	trampoline_bootstrap();
	return unit_run("sites", (const TTest *const[]){
					 test_empty,
					 test_members_and_neighbours,
					 test_growth_keeps_all,
					 NULL,
				 });
}
