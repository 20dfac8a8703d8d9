/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a call must be for any rule of its number to want it, in a form that
 * entry.S decides before C is entered: a number that only rules ask for, each
 * of them with a test of an integer argument, goes on to the kernel when none
 * of these tests holds. Where one does, rules.c decides.
 *
 * A test is ((argument - low) & mask) - base <= span, without a sign: ranges,
 * bits and what is outside of a range, in 32 bits or 64.
 */
#ifndef PREFILTER_H
#define PREFILTER_H

#define PREFILTER_VERSION 0
#define PREFILTER_COUNT 4
#define PREFILTER_TESTS 8
#define PREFILTER_PLACE 0
#define PREFILTER_LOW 8
#define PREFILTER_MASK 16
#define PREFILTER_BASE 24
#define PREFILTER_SPAN 32
#define PREFILTER_TEST_SIZE 40
#define PREFILTER_SIZE 168
#define PREFILTER_NUMBERS 4091

#ifndef __ASSEMBLER__

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "hook.h"

#define PREFILTER_MAX 4

struct prefilter {
	uint32_t version; /* odd: it is being changed */
	uint32_t count;
	struct prefilter_test {
		uint64_t place; /* of the argument, in the frame */
		uint64_t low, mask, base, span;
	} test[PREFILTER_MAX];
};

static_assert(offsetof(struct prefilter, version) == PREFILTER_VERSION, "");
static_assert(offsetof(struct prefilter, count) == PREFILTER_COUNT, "");
static_assert(offsetof(struct prefilter, test) == PREFILTER_TESTS, "");
static_assert(offsetof(struct prefilter_test, place) == PREFILTER_PLACE, "");
static_assert(offsetof(struct prefilter_test, low) == PREFILTER_LOW, "");
static_assert(offsetof(struct prefilter_test, mask) == PREFILTER_MASK, "");
static_assert(offsetof(struct prefilter_test, base) == PREFILTER_BASE, "");
static_assert(offsetof(struct prefilter_test, span) == PREFILTER_SPAN, "");
static_assert(sizeof(struct prefilter_test) == PREFILTER_TEST_SIZE, "");
static_assert(sizeof(struct prefilter) == PREFILTER_SIZE, "");
static_assert(HOOK_NUMBERS == PREFILTER_NUMBERS, "");

/* By number; for entry.S. Only pages that are touched exist. */
extern struct prefilter prefilter_of[HOOK_NUMBERS];

/*
 * The test of an argument as one of these. Returns 1, or 0: there is no such
 * form, or it always holds. May let more pass than the test does, never less.
 */
int prefilter_translate(const struct hook_test *test, unsigned int index,
			struct prefilter_test *out);

/* From now on these decide, up to PREFILTER_MAX; none: C does. With calls
 * running; one caller at a time. */
void prefilter_set(unsigned int index, const struct prefilter_test *test,
		   size_t count);

#endif /* __ASSEMBLER__ */

#endif
