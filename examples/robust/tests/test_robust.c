/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Each case runs with the script of its name, which makes things go wrong. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "robust.h"

static char folder[] = "/tmp/robust.XXXXXX";
static char path[64], fresh[64];

static void set_up(void)
{
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/notes", folder);
	snprintf(fresh, sizeof(fresh), "%s/notes.new", folder);
	f = fopen(path, "w");
	fputs("old", f);
	fclose(f);
}

static void tear_down(void)
{
	unlink(path);
	unlink(fresh);
	rmdir(folder);
}

static void expect_content(const char *text)
{
	char bytes[256] = "";

	ck_assert_int_eq(robust_load(path, bytes, sizeof(bytes) - 1),
			 (long)strlen(text));
	ck_assert_str_eq(bytes, text);
	ck_assert_int_eq(access(fresh, F_OK), -1);
}

START_TEST(old_file_stays)
{
	ck_assert_int_eq(robust_save(path, "a new text", 10), -ENOSPC);
	expect_content("old");
}
END_TEST

START_TEST(fsync_is_heeded)
{
	ck_assert_int_eq(robust_save(path, "new", 3), -EIO);
	expect_content("old");
}
END_TEST

START_TEST(tries_again)
{
	ck_assert_int_eq(robust_save(path, "new", 3), 0);
	expect_content("new");
}
END_TEST

static const char long_text[] = "what comes in pieces is put together";

START_TEST(pieces_are_put_together)
{
	ck_assert_int_eq(robust_save(path, long_text, strlen(long_text)), 0);
	expect_content(long_text);
}
END_TEST

static int never(void *arg)
{
	time_t *first = arg;

	/* the script lets each of these be an hour later */
	ck_assert_int_ge(time(NULL), *first);
	return 0;
}

START_TEST(jumps_do_not_matter)
{
	struct timespec a, b;
	time_t first = time(NULL);
	long ms;

	clock_gettime(CLOCK_MONOTONIC, &a);
	ck_assert_int_eq(robust_wait(never, &first, 50), -ETIMEDOUT);
	clock_gettime(CLOCK_MONOTONIC, &b);
	ms = (b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000;
	ck_assert_int_ge(ms, 49);
	ck_assert_int_gt(time(NULL) - first, 3600);
}
END_TEST

START_TEST(gives_up_when_refused)
{
	ck_assert_int_eq(robust_connect(9, 3, 1), -ECONNREFUSED);
}
END_TEST

int main(void)
{
	const struct {
		const char *name;
		const TTest *test;
	} cases[] = {
		{"disk_full", old_file_stays},
		{"fsync", fsync_is_heeded},
		{"interrupted", tries_again},
		{"short", pieces_are_put_together},
		{"jump", jumps_do_not_matter},
		{"refused", gives_up_when_refused},
	};
	Suite *suite = suite_create("robust");
	SRunner *runner;
	int failed;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		TCase *c = tcase_create(cases[i].name);

		tcase_add_checked_fixture(c, set_up, tear_down);
		tcase_add_test(c, cases[i].test);
		suite_add_tcase(suite, c);
	}
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
