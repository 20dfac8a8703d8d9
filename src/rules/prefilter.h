/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a call must be for any rule of its number to want it, in a form that
 * entry.S decides before C is entered: a number that only rules ask for, each
 * of them with a test of an integer argument, goes on to the kernel when none
 * of these tests holds, and is counted on the way if a counter is all that
 * wants it. Where a test holds, rules.c decides.
 *
 * A test is ((argument - low) & mask) - base <= span, without a sign: ranges,
 * bits and what is outside of a range, in 32 bits or 64.
 */
#ifndef PREFILTER_H
#define PREFILTER_H

#define PREFILTER_VERSION 0
#define PREFILTER_TURNS 4
#define PREFILTER_COUNTER 8
#define PREFILTER_TESTS 16
#define PREFILTER_PLACE 0
#define PREFILTER_LOW 8
#define PREFILTER_MASK 16
#define PREFILTER_BASE 24
#define PREFILTER_SPAN 32
#define PREFILTER_TEST_SIZE 40
#define PREFILTER_NUMBERS 512 /* those that the kernel may have */
/* struct hook_rule and its cells */
#define RULE_ENABLED 8
#define RULE_CELLS 48
#define CELLS_SHIFT 6
#define CELLS_ROWS 16

#ifndef __ASSEMBLER__

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "hooks/rule.h"

#define PREFILTER_MAX 4

struct prefilter {
	uint32_t version; /* odd: it is being changed */
	uint32_t turns;	  /* tests and one */
	const struct hook_rule *counter;
	struct prefilter_test {
		uint64_t place; /* of the argument, in the frame */
		uint64_t low, mask, base, span;
	} test[PREFILTER_MAX];
};

static_assert(offsetof(struct prefilter, version) == PREFILTER_VERSION, "");
static_assert(offsetof(struct prefilter, turns) == PREFILTER_TURNS, "");
static_assert(offsetof(struct prefilter, counter) == PREFILTER_COUNTER, "");
static_assert(offsetof(struct prefilter, test) == PREFILTER_TESTS, "");
static_assert(offsetof(struct prefilter_test, place) == PREFILTER_PLACE, "");
static_assert(offsetof(struct prefilter_test, low) == PREFILTER_LOW, "");
static_assert(offsetof(struct prefilter_test, mask) == PREFILTER_MASK, "");
static_assert(offsetof(struct prefilter_test, base) == PREFILTER_BASE, "");
static_assert(offsetof(struct prefilter_test, span) == PREFILTER_SPAN, "");
static_assert(sizeof(struct prefilter_test) == PREFILTER_TEST_SIZE, "");
static_assert(HOOK_PLACES == PREFILTER_NUMBERS, "");
static_assert(offsetof(struct hook_rule, enabled) == RULE_ENABLED, "");
static_assert(offsetof(struct hook_rule, cells) == RULE_CELLS, "");
static_assert(1 << CELLS_SHIFT == sizeof(((struct hook_cells *)0)->n[0]), "");
static_assert(HOOK_SLOTS == CELLS_ROWS, "");

/* By number; for entry.S. NULL: C decides. */
extern const struct prefilter *prefilter_of[PREFILTER_NUMBERS];

/*
 * The test of an argument as one of these. Returns 1, or 0: there is no such
 * form, or it always holds. May let more pass than the test does, never less.
 */
int prefilter_translate(const struct hook_test *test, unsigned int index,
			struct prefilter_test *out);

/*
 * What the core wants of a number is decided by tests as well: those that hold
 * for a call with one of some descriptors among its arguments. Returns how many
 * there are, none for a number that it does not want; -1: all are wanted.
 */
int prefilter_core(unsigned int index,
		   struct prefilter_test test[PREFILTER_MAX]);

/* The core wants the calls of this number whose arguments (a bit for each) hold
 * a descriptor of the range; without arguments, all. The range is that of all
 * numbers. Takes effect by the functions below. One caller at a time. */
void prefilter_want(unsigned int index, uint8_t arguments);
void prefilter_descriptors(int least, int most);

/* From now on these decide, up to PREFILTER_MAX, and calls that meet none of
 * them are counted, unless counter is NULL; nothing at all: C decides, as it
 * does for higher numbers. With calls running; one caller at a time. */
void prefilter_set(unsigned int index, const struct prefilter_test *test,
		   size_t count, const struct hook_rule *counter);

/* The same where the tests are those of prefilter_core(), and it has some. */
void prefilter_set_core(unsigned int index);

#endif /* __ASSEMBLER__ */

#endif
