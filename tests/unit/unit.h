/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the unit tests share: one suite a file, exit 77 to skip. */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define UNIT_SKIP 77

/* Run the tests of a suite; the exit status of main. */
static inline int unit_run(const char *name, const TTest *const *tests)
{
	Suite *suite = suite_create(name);
	TCase *tc = tcase_create(name);
	SRunner *runner;
	int failed;

	for (; *tests; tests++)
		tcase_add_test(tc, *tests);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static inline int unit_skip(const char *why)
{
	printf("SKIP: %s\n", why);
	return UNIT_SKIP;
}

#endif
