/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline list: the shipped scripts, each with the line of its header that
 * says what it does: "-- name: ...". */
#include <stdio.h>
#include <string.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/launch/paths.h"

static const char usage[] = "Usage: zpoline list [SCRIPT]...\n"
			    "List the shipped scripts, which zpoline run -s "
			    "NAME runs. For a SCRIPT that is\n"
			    "named, print its usage and sample output.\n"
			    "\n"
			    "  -h, --help  this text\n";

static const struct option options[] = {
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static void print_summary(const char *name, const char *path)
{
	char line[256], head[80];
	FILE *file = fopen(path, "re");

	snprintf(head, sizeof(head), "-- %s: ", name);
	while (file && fgets(line, sizeof(line), file) &&
	       strncmp(line, "--", 2) == 0)
		if (strncmp(line, head, strlen(head)) == 0)
			printf("  %-12s %s", name, line + strlen(head));
	if (file)
		fclose(file);
}

static void print_header(const char *path)
{
	char line[256];
	FILE *file = fopen(path, "re");

	while (file && fgets(line, sizeof(line), file) &&
	       strncmp(line, "--", 2) == 0)
		if (!strstr(line, "SPDX-License"))
			fputs(line + (line[2] == ' ' ? 3 : 2), stdout);
	if (file)
		fclose(file);
}

static int list_scripts(int argc, char **argv)
{
	while (options_next(&cli_list, argc, argv, "+:h", options) != -1)
		;
	if (!paths_scripts())
		message_fatal(1, "no scripts beside the command, nor "
				 "in " ZPOLINE_DATADIR " from there. Remedy: "
				 "install "
				 "again");
	if (!argv[optind])
		paths_each(print_summary);
	for (; argv[optind]; optind++)
		print_header(paths_script(argv[optind]));
	return 0;
}

const struct cli_command cli_list = {"list", "list the shipped scripts",
				     list_scripts, usage};
