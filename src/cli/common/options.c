/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Parses options, and suggests words for misspelt ones. */
#include "cli/common/options.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "tables/tables.h"

#define WORD 64

const char *options_nearest(const char *word, const void *words, unsigned int n,
			    unsigned int record)
{
	const char *best = NULL;
	int most = 1 + (int)strlen(word) / 3;

	for (unsigned int i = 0; i < n; i++) {
		const char *other;
		int d;

		memcpy(&other, (const char *)words + (size_t)i * record,
		       sizeof(other));
		d = tables_distance(word, other);
		if (d <= most) {
			best = other;
			most = d ? d - 1 : 0;
		}
	}
	return best;
}

long options_number(const char *option, const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (!isdigit((unsigned char)text[0]) || *end)
		message_fatal(CLI_USAGE, "%s is a number, not '%s'", option,
			      text);
	return n;
}

static void __attribute__((noreturn))
refuse_value(const struct cli_command *command, const char *option, int length)
{
	message_fatal(CLI_USAGE,
		      "%s: '%.*s' takes no value. Remedy: zpoline %s --help "
		      "lists the options",
		      command->name, length, option, command->name);
}

/* getopt_long() has found no such option, or one that has been given a value:
 * of a long one it names the letter then. */
static void __attribute__((noreturn))
unknown(const struct cli_command *command, const char *word,
	const struct option *table)
{
	unsigned int n = 0;
	const char *near;
	size_t length = strcspn(word, "=");
	char name[WORD];

	if (strncmp(word, "--", 2) == 0 ? optopt : length > 1 && optopt == '=')
		refuse_value(command, word, (int)length);
	if (strncmp(word, "--", 2) != 0)
		message_fatal(CLI_USAGE,
			      "%s: unknown option '-%c'. Remedy: zpoline %s "
			      "--help lists the options",
			      command->name, optopt, command->name);
	while (table[n].name)
		n++;
	snprintf(name, sizeof(name), "%.*s", (int)length - 2, word + 2);
	near = options_nearest(name, table, n, sizeof(*table));
	if (near)
		message_fatal(CLI_USAGE,
			      "%s: unknown option '--%s' (did you mean "
			      "'--%s'?)",
			      command->name, name, near);
	message_fatal(CLI_USAGE,
		      "%s: unknown option '--%s'. Remedy: zpoline %s --help "
		      "lists the options",
		      command->name, name, command->name);
}

int options_next(const struct cli_command *command, int argc, char **argv,
		 const char *letters, const struct option *table)
{
	int at = optind, c;

	opterr = 0;
	c = getopt_long(argc, argv, letters, table, NULL);
	if (c == ':')
		message_fatal(CLI_USAGE,
			      "%s: '%s' needs a value. Remedy: "
			      "zpoline %s --help shows which",
			      command->name, argv[argc - 1], command->name);
	if (c == '?')
		unknown(command, argv[optopt && at ? at : optind - 1], table);
	if (c == 'h') {
		fputs(command->usage, stdout);
		exit(0);
	}
	return c;
}
