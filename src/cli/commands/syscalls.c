/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline syscalls: numbers, arguments and classes of system calls. */
#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/common/prototype.h"
#include "tables/classes.h"

static const char usage[] = "Usage: zpoline syscalls [NAME | NUMBER | %CLASS | "
			    "PATTERN]...\n"
			    "Print system calls: number, arguments with their "
			    "C types, classes. The names\n"
			    "of the arguments are fields of regs in scripts, "
			    "and keys of filters.\n"
			    "\n"
			    "  zpoline syscalls openat 0 %network 'epoll*'\n"
			    "\n"
			    "  -h, --help  this text\n";

static const struct option options[] = {
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static void print_call(long nr, const struct tables_syscall *s)
{
	const char *class;

	printf("%3ld %s(", nr, s->name);
	prototype_print(stdout, s);
	putchar(')');
	for (unsigned int i = 0; (class = classes_name(i)); i++)
		if (classes_has(class, s))
			printf(" %%%s", class);
	putchar('\n');
}

static int is_meant(const char *word, long nr, const struct tables_syscall *s)
{
	char *end;

	if (*word == '%')
		return classes_has(word + 1, s);
	if (isdigit((unsigned char)*word))
		return strtol(word, &end, 0) == nr && !*end;
	return fnmatch(word, s->name, 0) == 0;
}

static int print_matching(const char *word)
{
	const char *near = NULL;
	struct tables_syscall s;
	int found = 0;

	for (long nr = 0; nr <= tables_syscall_max(); nr++)
		if (tables_syscall(nr, &s) == 0 && is_meant(word, nr, &s)) {
			print_call(nr, &s);
			found = 1;
		}
	if (found)
		return 0;
	if (isalpha((unsigned char)*word))
		near = tables_syscall_nearest(word);
	message_warn("no system call is '%s'%s%s%s", word,
		     near ? " (did you mean '" : "", near ? near : "",
		     near ? "'?)" : "");
	return 1;
}

static int list_syscalls(int argc, char **argv)
{
	int status = 0;

	while (options_next(&cli_syscalls, argc, argv, "+:h", options) != -1)
		;
	if (!argv[optind])
		return print_matching("*");
	for (; argv[optind]; optind++)
		status |= print_matching(argv[optind]);
	return status;
}

const struct cli_command cli_syscalls = {"syscalls",
					 "print numbers, arguments and classes "
					 "of system calls",
					 list_syscalls, usage};
