/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The core's table of descriptors against the call table: what that calls one,
 * or a path, must be looked at. */
#include <stdio.h>
#include <string.h>

#include "rules/fd_args.h"
#include "tables/tables.h"
#include "unit.h"

/* Numbers that the program gives to be made, or of another process, and a
 * range: what becomes of ours there is not told by the argument
 * (fd_calls.c). */
static const struct exception {
	const char *name;
	unsigned int args;
} exceptions[] = {
	{"close_range", 3},
	{"dup2", 1 << 1},
	{"dup3", 1 << 1},
	{"pidfd_getfd", 1 << 1},
};

static unsigned int excepted(const char *name)
{
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
		if (strcmp(exceptions[i].name, name) == 0)
			return exceptions[i].args;
	return 0;
}

static int is_descriptor(const struct tables_syscall *s, int i)
{
	const char *name = s->arg[i];
	size_t n = strlen(name);

	return !strchr(s->type[i], '*') && n >= 2 &&
	       (strcmp(name + n - 2, "fd") == 0 || strncmp(name, "fd", 2) == 0);
}

static unsigned int wanted(const struct tables_syscall *s)
{
	unsigned int args = 0;

	for (int i = 0; i < s->nargs; i++) {
		if (is_descriptor(s, i))
			args |= 1u << i;
		if (tables_role(s, i).use == TABLES_PATH)
			args |= 1u << (FD_ARGS_PATH_SHIFT + i);
	}
	return args;
}

START_TEST(test_all_are_looked_at)
{
	int failures = 0;

	for (long nr = 0; nr <= tables_syscall_max(); nr++) {
		struct tables_syscall s;
		unsigned int missing;

		if (tables_syscall(nr, &s) ||
		    (fd_args((uint64_t)nr) & FD_ARGS_LOOK))
			continue;
		missing = wanted(&s) & ~fd_args((uint64_t)nr) &
			  ~excepted(s.name);
		if (missing)
			printf("%ld %s: %#x is not looked at\n", nr, s.name,
			       missing);
		failures += missing != 0;
	}
	ck_assert_int_eq(failures, 0);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {test_all_are_looked_at, NULL};

	return unit_run("fd_args", tests);
}
