/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Keeps who wants the calls of each number, and switches stubs, gate and
 * vDSO. */
#include "rules/enabled.h"

#include "base/constants.h"
#include "intercept/sled.h"
#include "intercept/stub_slots.h"
#include "intercept/vdso.h"
#include "rules/rules.h"

#define RULES (ENABLED_ENTER | ENABLED_KERNEL | ENABLED_RESULT | ENABLED_TRACE)

uint16_t enabled_of[HOOK_INDICES];
static int everything;

/* Set the bits under mask, while others may change other bits. */
static void set_bits(unsigned int index, uint16_t mask, uint16_t bits)
{
	uint16_t old = 0; /* mostly; a page that is read first is made twice */

	while (!__atomic_compare_exchange_n(&enabled_of[index], &old,
					    (uint16_t)((old & ~mask) | bits), 0,
					    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
		;
}

/*
 * How often a number has stopped being wanted. Each time code is changed, for
 * which the kernel takes 50 us and more. A script may hook a number for
 * moments, again and again; after SWITCHES times the calls of the number keep
 * coming here.
 */
#define SWITCHES 16
static uint8_t switched[HOOK_NUMBERS] BIG_TABLE;
static int has_switched; /* any of them */

static void set_prefilter(unsigned int nr, uint16_t here)
{
	rules_prefilter(nr, !everything &&
				    !(here & (ENABLED_CORE | ENABLED_C_HOOK)) &&
				    (here & ENABLED_HANDLERS) != HOOK_ALWAYS);
}

static void count_switch(unsigned int nr)
{
	switched[nr]++;
	has_switched = 1;
}

static int want(unsigned int nr)
{
	uint16_t here = enabled_get(nr);
	int stays = has_switched && switched[nr] == SWITCHES;
	int asked = (here & ~(ENABLED_CORE | ENABLED_CARE | ENABLED_TESTED)) ||
		    stays;
	/* a stub looks at sixteen bits of a number */
	int all = everything || enabled_get(HOOK_OTHERS) || here || stays;
	int err = 0;

	if (sled_table()[nr] != all) {
		err = sled_want(nr, all);
		if (!err)
			err = stub_slots_want(nr, all);
		if (!all)
			count_switch(nr);
	}
	if (!err)
		vdso_want(nr, asked);
	set_prefilter(nr, here);
	return err;
}

static void want_again(void)
{
	for (unsigned int nr = 0; nr < HOOK_NUMBERS; nr++)
		want(nr);
}

/* Give index these bits of those under mask. Returns 0 or -errno as
 * sled_want(). */
static int change_mask(unsigned int index, uint16_t mask, uint16_t bits)
{
	set_bits(index, mask, bits);
	if (index != HOOK_OTHERS)
		return want(index);
	sled_want_others(enabled_get(index));
	want_again();
	return 0;
}

void enabled_core(unsigned int nr)
{
	change_mask(nr, ENABLED_CORE | ENABLED_CARE,
		    ENABLED_CORE | ENABLED_CARE);
}

/* Many numbers at once: code is changed in one go. The tests are in place
 * before code leads here, so that no call comes for nothing. */
int enabled_tested(const unsigned short *numbers, size_t count)
{
	int err = 0;

	for (size_t i = 0; i < count; i++) {
		set_bits(numbers[i], ENABLED_TESTED, ENABLED_TESTED);
		set_prefilter(numbers[i], enabled_get(numbers[i]));
	}
	for (size_t i = 0; i < count && !err; i++)
		if (!sled_table()[numbers[i]])
			err = sled_want(numbers[i], 1);
	return err ? err : stub_slots_want_table(sled_table());
}

void enabled_core_all(void)
{
	for (unsigned int i = 0; i < HOOK_INDICES; i++)
		set_bits(i, ENABLED_CORE, ENABLED_CORE);
	sled_want_others(1);
	want_again();
}

void enabled_everything(void)
{
	everything = 1;
	want_again();
}

int enabled_rules(unsigned int index, uint8_t stages)
{
	return change_mask(index, RULES, (uint16_t)(stages << 2));
}

int hook_want(unsigned int index, enum hook_wanted wanted)
{
	return change_mask(index, ENABLED_HANDLERS, (uint16_t)wanted);
}

int enabled_c_hooks(unsigned int index, int any, int of_results)
{
	const uint16_t mask = ENABLED_C_HOOK | ENABLED_C_RESULT;
	int err = change_mask(index, mask,
			      (any ? ENABLED_C_HOOK : 0) |
				      (of_results ? ENABLED_C_RESULT : 0));

	if (err)
		set_bits(index, mask, 0);
	return err;
}
