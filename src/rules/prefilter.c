/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Translates rules' tests into the tables that entry.S reads. */
#include "rules/prefilter.h"

#include "base/constants.h"
#include "base/frame.h"
#include "base/nolibc.h"

const struct prefilter *prefilter_of[PREFILTER_NUMBERS];

static const uint64_t places[] = {FRAME_RDI, FRAME_RSI, FRAME_RDX,
				  FRAME_R10, FRAME_R8,	FRAME_R9};

/* What a value of that width can be. */
static void limits(int width, int64_t *low, int64_t *high)
{
	*low = width == HOOK_64 ? INT64_MIN : width == HOOK_INT ? INT32_MIN : 0;
	*high = width == HOOK_64    ? INT64_MAX
		: width == HOOK_INT ? INT32_MAX
				    : UINT32_MAX;
}

/* The least range that has all of the set. */
static void hull(const struct hook_test *test, int64_t *low, int64_t *high)
{
	*low = INT64_MAX, *high = INT64_MIN;
	for (size_t i = 0; i < test->count; i++) {
		*low = test->set[i] < *low ? test->set[i] : *low;
		*high = test->set[i] > *high ? test->set[i] : *high;
	}
}

static void never(struct prefilter_test *out)
{
	out->mask = 0;
	out->base = 1;
	out->span = 0;
}

static int range(int64_t low, int64_t high, const struct hook_test *test,
		 struct prefilter_test *out)
{
	int64_t least, most;

	limits(test->width, &least, &most);
	low = low < least ? least : low;
	high = high > most ? most : high;
	out->mask = test->width == HOOK_64 ? ~0ull : UINT32_MAX;
	if (low > high || (low == least && high == most)) {
		if ((low > high) == test->negated)
			return 0; /* always */
		never(out);
		return 1;
	}
	if (test->negated) { /* from behind it round to before it */
		int64_t before = (int64_t)((uint64_t)low - 1);

		low = (int64_t)((uint64_t)high + 1);
		high = before;
	}
	out->low = (uint64_t)low;
	out->span = ((uint64_t)high - (uint64_t)low) & out->mask;
	return 1;
}

static int bits(const struct hook_test *test, struct prefilter_test *out)
{
	uint64_t mask = (uint64_t)test->low, value = (uint64_t)test->high;

	if (!mask || (test->width != HOOK_64 && mask >> 32))
		return 0;
	out->mask = mask;
	out->base = value + test->negated; /* all values but that one */
	out->span = test->negated ? ~1ull : 0;
	return 1;
}

int prefilter_translate(const struct hook_test *test, unsigned int index,
			struct prefilter_test *out)
{
	int source = test->source;
	int64_t low, high;

	if (test->places)
		source = index < HOOK_PLACES ? test->places[index]
					     : HOOK_NO_ARGUMENT;
	*out = (struct prefilter_test){0};
	if (source == HOOK_NO_ARGUMENT) {
		never(out);
		return 1;
	}
	if (source > HOOK_NO_ARGUMENT)
		return 0;
	out->place = places[source];
	switch (test->op) {
	case HOOK_RANGE:
		return range(test->low, test->high, test, out);
	case HOOK_MASK:
		return bits(test, out);
	case HOOK_SET:
		hull(test, &low, &high);
		return !test->negated && range(low, high, test, out);
	default:
		return 0;
	}
}

/* --- what the core wants ---------------------------------------------------
 */

#define ALL 0x80

#define ARGUMENTS 6

static uint8_t core[PREFILTER_NUMBERS];
static uint64_t descriptors_low, descriptors_span;

static int list_tests(uint8_t arguments,
		      struct prefilter_test test[PREFILTER_MAX])
{
	int n = 0;

	for (int i = 0; i < ARGUMENTS; i++)
		if (arguments >> i & 1)
			test[n++] = (struct prefilter_test){
				.place = places[i],
				.low = descriptors_low,
				.mask = UINT32_MAX,
				.span = descriptors_span,
			};
	return n;
}

void prefilter_want(unsigned int index, uint8_t arguments)
{
	if (index < PREFILTER_NUMBERS)
		core[index] = arguments ? arguments : ALL;
}

int prefilter_core(unsigned int index,
		   struct prefilter_test test[PREFILTER_MAX])
{
	uint8_t arguments = index < PREFILTER_NUMBERS ? core[index] : 0;

	return arguments == ALL ? -1 : list_tests(arguments, test);
}

/* --- what decides ----------------------------------------------------------
 */

/* Readers are in there, maybe. */
static void change(struct prefilter *p, const struct prefilter_test *test,
		   size_t count, const struct hook_rule *counter)
{
	__atomic_store_n(&p->version, p->version + 1, __ATOMIC_SEQ_CST);
	memcpy(p->test, test, count * sizeof(*test));
	p->turns = (uint32_t)count + 1;
	p->counter = counter;
	__atomic_store_n(&p->version, p->version + 1, __ATOMIC_SEQ_CST);
}

static void use(unsigned int index, const struct prefilter *p)
{
	if (prefilter_of[index] != p)
		__atomic_store_n(&prefilter_of[index], p, __ATOMIC_RELEASE);
}

/* Where rules are asked, each number has its own. */
void prefilter_set(unsigned int index, const struct prefilter_test *test,
		   size_t count, const struct hook_rule *counter)
{
	static struct prefilter own[PREFILTER_NUMBERS] BIG_TABLE;

	if (index >= PREFILTER_NUMBERS)
		return;
	if (!count && !counter) {
		use(index, NULL);
		return;
	}
	change(&own[index], test, count, counter);
	use(index, &own[index]);
}

/* Nearly all numbers have their descriptors in the same arguments: these are in
 * a page or two, and each process has them. */
static struct prefilter of_arguments[1 << ARGUMENTS];
static uint64_t used; /* a bit for each */
static_assert(1 << ARGUMENTS <= 64, "bits enough");

static void change_core(uint8_t arguments)
{
	struct prefilter_test test[PREFILTER_MAX];
	size_t n = (size_t)list_tests(arguments, test);

	change(&of_arguments[arguments], test, n, NULL);
}

void prefilter_set_core(unsigned int index)
{
	uint8_t arguments = core[index];

	if (!(used >> arguments & 1))
		change_core(arguments);
	used |= 1ul << arguments;
	use(index, &of_arguments[arguments]);
}

void prefilter_descriptors(int least, int most)
{
	descriptors_low = (uint64_t)least;
	descriptors_span = (uint64_t)(most - least);
	for (uint64_t left = used; left; left &= left - 1)
		change_core((uint8_t)__builtin_ctzl(left));
}
