/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The tests of a filter, with all that they lead to: copied into one block, and
 * compared. */
#include "bindings/rules/filter_tests.h"

#include <string.h>

static size_t size_of_test(const struct hook_test *t)
{
	size_t size = sizeof(*t) + (t->places ? HOOK_PLACES : 0);

	if (t->set)
		size += t->count * sizeof(*t->set);
	if (t->globs)
		size += t->count * sizeof(*t->globs);
	size += t->paths_count * sizeof(*t->paths) + 7;
	for (size_t i = 0; t->globs && i < t->count; i++)
		size += (strlen(t->globs[i]) & ~(size_t)7) + 8;
	return size;
}

size_t filter_tests_size(const struct hook_test *test, size_t count)
{
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		size += size_of_test(&test[i]);
	return size;
}

/* A copy at *at, which moves behind it, to where the next one is aligned. */
static void *put_bytes(char **at, const void *from, size_t size)
{
	void *to = *at;

	memcpy(to, from, size);
	*at += (size + 7) & ~(size_t)7;
	return to;
}

static void put_globs(char **at, struct hook_test *t)
{
	const char **globs =
		put_bytes(at, t->globs, t->count * sizeof(*t->globs));

	for (size_t i = 0; i < t->count; i++)
		globs[i] = put_bytes(at, globs[i], strlen(globs[i]) + 1);
	t->globs = globs;
}

struct hook_test *filter_tests_copy(void *to, const struct hook_test *test,
				    size_t count)
{
	char *at = to;
	struct hook_test *kept = put_bytes(&at, test, count * sizeof(*kept));

	for (size_t i = 0; i < count; i++) {
		struct hook_test *t = &kept[i];

		if (t->places)
			t->places = put_bytes(&at, t->places, HOOK_PLACES);
		if (t->set)
			t->set = put_bytes(&at, t->set,
					   t->count * sizeof(*t->set));
		if (t->globs)
			put_globs(&at, t);
		if (t->paths)
			t->paths =
				put_bytes(&at, t->paths,
					  t->paths_count * sizeof(*t->paths));
	}
	return kept;
}

static int are_same_bytes(const void *a, const void *b, size_t n)
{
	return !a == !b && (!a || memcmp(a, b, n) == 0);
}

static int is_same_test(const struct hook_test *a, const struct hook_test *b)
{
	if (a->source != b->source || a->width != b->width || a->op != b->op ||
	    a->negated != b->negated || a->low != b->low ||
	    a->high != b->high || a->count != b->count ||
	    !are_same_bytes(a->places, b->places, HOOK_PLACES) ||
	    !are_same_bytes(a->set, b->set, a->count * sizeof(*a->set)))
		return 0;
	for (size_t i = 0; a->op == HOOK_GLOBS && i < a->count; i++)
		if (strcmp(a->globs[i], b->globs[i]) != 0)
			return 0;
	return 1;
}

int filter_tests_same(const struct hook_test *a, const struct hook_test *b,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!is_same_test(&a[i], &b[i]))
			return 0;
	return 1;
}
