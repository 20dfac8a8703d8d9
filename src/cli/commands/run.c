/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline run: a program with scripts of the user's, in place; or as a child,
 * where a script writes so many lines that they come to the command. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands/run.h"
#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/launch/child_env.h"
#include "cli/launch/job.h"
#include "cli/launch/paths.h"
#include "cli/launch/program.h"
#include "cli/tracing/follow.h"

static const char usage[] = "Usage: zpoline run [OPTION]... [--] PROGRAM "
			    "[ARGUMENT]...\n"
			    "Run PROGRAM, with its system calls hooked by Lua "
			    "scripts.\n"
			    "\n" RUN_USAGE "\n"
			    "The exit status is PROGRAM's; or 125 if it was "
			    "not "
			    "started, 126 if it cannot\n"
			    "be executed, 127 if it was not found.\n";

static const struct option options[] = {
	RUN_OPTIONS,
	{NULL, 0, NULL, 0},
};

static const char *log_path; /* NULL: standard error */
static int has_many_lines;

void run_option(int c, const char *value)
{
	switch (c) {
	case 's':
		child_env_script(paths_script(value));
		has_many_lines |= strcmp(value, "timeline") == 0;
		break;
	case 'e':
		child_env_chunk(value);
		break;
	case 'a':
		child_env_words(value);
		break;
	case 'o':
		launch_log(value);
		log_path = value;
		break;
	default:
		launch_option(c, value);
	}
}

/* A write for each line costs more than all the rest of it. */
static int follow_lines(void)
{
	const struct follow how = {.output = log_path, .is_json = 1};

	return has_many_lines && log_path && follow_start(&how);
}

static int run_program(int argc, char **argv)
{
	const char *path;
	int c, stays;

	while ((c = options_next(&cli_run, argc, argv, "+:" RUN_LETTERS,
				 options)) != -1)
		run_option(c, optarg);
	if (!argv[optind])
		message_fatal(CLI_USAGE, "run: no program is named. Remedy: "
					 "zpoline run -e 'LUA' -- ls -l");
	if (!child_env_has_script() && !launch_is_verbose())
		message_fatal(CLI_USAGE, "run: no script: nothing would be "
					 "hooked. Remedy: -s FILE, -e 'LUA', "
					 "or a name "
					 "from zpoline list");
	path = program_find(argv[optind]);
	stays = follow_lines();
	child_env_apply();
	if (stays)
		follow_run(path, argv + optind);
	job_exec(path, argv + optind);
}

const struct cli_command cli_run = {"run", "run a program with scripts",
				    run_program, usage};
