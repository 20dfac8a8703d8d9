/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline new: a script to begin with, also from the calls of an observed
 * run. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/common/prototype.h"
#include "cli/launch/child_env.h"
#include "cli/launch/job.h"
#include "cli/launch/paths.h"
#include "cli/launch/program.h"
#include "cli/recording/tally.h"
#include "tables/tables.h"

static const char usage[] = "Usage: zpoline new NAME\n"
			    "       zpoline new --from 'PROGRAM ARGUMENT...' "
			    "[NAME]\n"
			    "Write NAME.lua, a commented script to start from. "
			    "With --from, run PROGRAM;\n"
			    "the script then has a handler for each call that "
			    "it and its children made.\n"
			    "\n"
			    "  -f, --from=COMMAND  words as in a shell, "
			    "without substitutions\n"
			    "      --force         replace an existing file\n"
			    "  -h, --help          this text\n";

enum { FORCE = 256 };

static const struct option options[] = {
	{"from", required_argument, NULL, 'f'},
	{"force", no_argument, NULL, FORCE},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

/* Words that Lua keeps for itself cannot be names of parameters. */
static const char *name_parameter(const char *name)
{
	static const char *const kept[] = {"end", "in",	 "for", "function",
					   "nil", "not", "or",	"and"};

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (strcmp(kept[i], name) == 0)
			return "_";
	return name;
}

static void write_handler(FILE *out, unsigned int nr)
{
	struct tables_syscall s;

	if (tables_syscall((long)nr, &s))
		return;
	fprintf(out, "\n-- %lu call%s", tally[nr].calls,
		tally[nr].calls == 1 ? "" : "s");
	if (tally[nr].errors)
		fprintf(out, ", %lu failed", tally[nr].errors);
	if (s.nargs)
		fputs(": ", out);
	prototype_print(out, &s);
	fprintf(out, "\nzp.hook(\"%s\", function(%s", s.name,
		s.nargs ? "_" : "");
	for (int i = 0; i < s.nargs; i++)
		fprintf(out, ", %s", name_parameter(s.arg[i]));
	fprintf(out, ")\n  print(\"%s\"", s.name);
	for (int i = 0; i < s.nargs; i++) {
		int text = strcmp(s.type[i], "const char *") == 0 &&
			   !strstr(s.arg[i], "buf");

		if (strcmp(name_parameter(s.arg[i]), "_") != 0)
			fprintf(out, text ? ", zp.mem.string(%s)" : ", %s",
				s.arg[i]);
	}
	fputs(")\nend)\n", out);
}

static void write_handlers(FILE *out, const char *command)
{
	unsigned int sorted[TALLY_NUMBERS] = {0};
	unsigned int n = tally_sort(TALLY_CALLS, sorted);

	fprintf(out,
		"-- The calls of: %s\n"
		"--\n"
		"-- A handler that returns a number answers in place of the "
		"kernel (-zp.errno.EIO\n"
		"-- is an error). Its first argument, regs, is named _ where "
		"it is not used.\n"
		"-- Delete the handlers that you do not need: a call without "
		"one costs nothing.\n"
		"\n"
		"local zp = require \"zpoline\"\n",
		command);
	for (unsigned int i = 0; i < n; i++)
		write_handler(out, sorted[i]);
}

/* Run it and count; what it prints goes where it would. */
static int observe_program(const char *command)
{
	wordexp_t words;
	const char *path;

	if (wordexp(command, &words, WRDE_NOCMD) || !words.we_wordc)
		message_fatal(CLI_USAGE,
			      "new: --from '%s' cannot be taken apart. Remedy: "
			      "one program and its arguments; quote what is "
			      "special; sh -c '...' for more",
			      command);
	path = program_find(words.we_wordv[0]);
	child_env_script(paths_script("trace"));
	child_env_word("*");
	child_env_word("counts");
	child_env_word("lines=no");
	tally_start(NULL);
	child_env_apply();
	return job_run(path, words.we_wordv, tally_read, 20);
}

static void write_skeleton(FILE *out)
{
	char bytes[4096];
	FILE *in = fopen(paths_inner("skeleton"), "re");
	size_t n;

	while (in && (n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, n, out);
	if (in)
		fclose(in);
}

/* NAME.lua, or that of the program. */
static char *file_name(const char *name, const char *command)
{
	size_t n;

	if (!name) {
		n = strcspn(command, " \t\n");
		while (strcspn(command, "/") < n) {
			size_t skip = strcspn(command, "/") + 1;

			command += skip;
			n -= skip;
		}
		return message_format("%.*s.lua", (int)n, command);
	}
	n = strlen(name);
	if (n > 4 && strcmp(name + n - 4, ".lua") == 0)
		return message_format("%s", name);
	return message_format("%s.lua", name);
}

static int write_script(int argc, char **argv)
{
	const char *from = NULL;
	const char *mode = "wxe";
	int c, status = 0;
	char *path;
	FILE *out;

	while ((c = options_next(&cli_new, argc, argv, "+:f:h", options)) !=
	       -1) {
		if (c == 'f')
			from = optarg;
		else
			mode = "we";
	}
	if (!argv[optind] && !from)
		message_fatal(CLI_USAGE, "new: no name. Remedy: zpoline new "
					 "hook, or zpoline new --from 'ls -l'");
	if (argv[optind] && argv[optind + 1])
		message_fatal(CLI_USAGE,
			      "new: '%s' is too much. Remedy: quote "
			      "the command of --from",
			      argv[optind + 1]);
	path = file_name(argv[optind], from);
	if (strcmp(mode, "wxe") == 0 && access(path, F_OK) == 0)
		message_fatal(1,
			      "%s: is there already. Remedy: another name, "
			      "or --force",
			      path);
	if (from)
		status = observe_program(from);
	out = fopen(path, mode);
	if (!out)
		message_fatal(1,
			      "%s: cannot be written (%m). Remedy: another "
			      "name",
			      path);
	if (from)
		write_handlers(out, from);
	else
		write_skeleton(out);
	if (fclose(out))
		message_fatal(1, "%s: cannot be written (%m)", path);
	fprintf(stderr, "%s: try it with: zpoline run -s %s%s -- %s\n", path,
		strchr(path, '/') ? "" : "./", path, from ? from : "ls -l");
	if (status)
		message_warn("the program did not end well, with wait status "
			     "0x%x: the script has what was seen",
			     status);
	return 0;
}

const struct cli_command cli_new = {"new", "write a script to start from",
				    write_script, usage};
