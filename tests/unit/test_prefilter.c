/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What prefilter.c makes of a test lets everything pass that the test lets
 * pass, and of ranges and bits nothing else.
 */
#include "base/frame.h"
#include "hooks/hook.h"
#include "rules/prefilter.h"
#include "unit.h"

/* As filter.c has it, which is not linked here. */
static int holds(const struct hook_test *t, uint64_t raw)
{
	int64_t value = t->width == HOOK_64    ? (int64_t)raw
			: t->width == HOOK_INT ? (int32_t)raw
					       : (int64_t)(uint32_t)raw;
	int held = 0;

	if (t->op == HOOK_RANGE)
		held = value >= t->low && value <= t->high;
	else if (t->op == HOOK_MASK)
		held = (value & t->low) == t->high;
	else
		for (size_t i = 0; i < t->count; i++)
			held |= t->set[i] == value;
	return held != t->negated;
}

/* As entry.S has it. */
static int passes(const struct prefilter_test *p, uint64_t value)
{
	return ((value - p->low) & p->mask) - p->base <= p->span;
}

static const int64_t corners[] = {
	0,
	1,
	2,
	3,
	-1,
	-2,
	100,
	INT32_MAX,
	INT32_MIN,
	UINT32_MAX,
	UINT32_MAX - 1ll,
	INT64_MAX,
	INT64_MIN,
	INT64_MAX - 1,
	INT64_MIN + 1,
	0x100000001,
	INT32_MAX + 1ll,
	0x40,
	0x8000000000,
};
#define CORNERS (sizeof(corners) / sizeof(corners[0]))

/* exact: nothing more passes either. */
static void compare(const struct hook_test *t, int exact)
{
	struct prefilter_test p;
	int rejected = 0;

	if (!prefilter_translate(t, 1, &p)) {
		for (size_t i = 0; i < CORNERS && exact; i++)
			rejected += !holds(t, (uint64_t)corners[i]);
		ck_assert_msg(!rejected || (t->op == HOOK_MASK &&
					    (t->low >> 32 || !t->low)),
			      "op %d width %d negated %d %lx %lx: no form",
			      t->op, t->width, t->negated, t->low, t->high);
		return;
	}
	ck_assert_uint_eq(p.place, FRAME_RDX);
	for (size_t i = 0; i < CORNERS; i++) {
		uint64_t value = (uint64_t)corners[i];
		int held = holds(t, value), passed = passes(&p, value);

		ck_assert_msg(passed == held || (passed && !exact),
			      "op %d width %d negated %d %lx..%lx: %lx", t->op,
			      t->width, t->negated, t->low, t->high, value);
	}
}

START_TEST(test_ranges)
{
	for (int i = 0; i < 6; i++)
		for (size_t a = 0; a < CORNERS; a++)
			for (size_t b = 0; b < CORNERS; b++)
				compare(
					&(struct hook_test){
						.source = 2,
						.op = HOOK_RANGE,
						.width = (uint8_t)(i / 2),
						.negated = i % 2,
						.low = corners[a],
						.high = corners[b]},
					1);
}
END_TEST

START_TEST(test_masks)
{
	for (int i = 0; i < 6; i++)
		for (size_t a = 0; a < CORNERS; a++)
			for (int all = 0; all < 2; all++)
				compare(
					&(struct hook_test){
						.source = 2,
						.op = HOOK_MASK,
						.width = (uint8_t)(i / 2),
						.negated = i % 2,
						.low = corners[a],
						.high = all ? corners[a] : 0},
					1);
}
END_TEST

START_TEST(test_sets)
{
	static const int64_t set[] = {1, 100, 3};

	for (int i = 0; i < 6; i++)
		compare(&(struct hook_test){.source = 2,
					    .op = HOOK_SET,
					    .width = (uint8_t)(i / 2),
					    .negated = i % 2,
					    .set = set,
					    .count = 3},
			0);
}
END_TEST

/* Calls without that argument are passed over; tests of other things are C's.
 */
START_TEST(test_sources)
{
	static const uint8_t places[HOOK_PLACES] = {HOOK_NO_ARGUMENT, 5};
	struct hook_test t = {.op = HOOK_RANGE, .places = places};
	struct prefilter_test p;

	ck_assert_int_eq(prefilter_translate(&t, 0, &p), 1);
	for (size_t i = 0; i < CORNERS; i++)
		ck_assert_int_eq(passes(&p, (uint64_t)corners[i]), 0);
	ck_assert_int_eq(prefilter_translate(&t, 1, &p), 1);
	ck_assert_uint_eq(p.place, FRAME_R9);
	ck_assert_int_eq(prefilter_translate(&t, HOOK_PLACES, &p), 1);
	t.places = NULL;
	t.source = HOOK_TID;
	ck_assert_int_eq(prefilter_translate(&t, 0, &p), 0);
	t.source = 1;
	t.op = HOOK_GLOBS;
	ck_assert_int_eq(prefilter_translate(&t, 0, &p), 0);
}
END_TEST

int main(void)
{
	return unit_run("prefilter", (const TTest *const[]){
					     test_ranges,
					     test_masks,
					     test_sets,
					     test_sources,
					     NULL,
				     });
}
