/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Tests that were read, as what stays. Any context. */
#ifndef FILTER_TESTS_H
#define FILTER_TESTS_H

#include "hooks/hook.h"

/* How many bytes tests take with all that they lead to, and a copy of them at
 * to, which has so many. */
size_t filter_tests_size(const struct hook_test *test, size_t count);
struct hook_test *filter_tests_copy(void *to, const struct hook_test *test,
				    size_t count);

/* Do they ask for the same? */
int filter_tests_same(const struct hook_test *a, const struct hook_test *b,
		      size_t count);

#endif
