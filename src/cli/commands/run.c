/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline run: a program with scripts of the user's, in place. */
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

void run_option(int c, const char *value)
{
	switch (c) {
	case 's':
		child_env_script(paths_script(value));
		break;
	case 'e':
		child_env_chunk(value);
		break;
	case 'a':
		child_env_words(value);
		break;
	case 'o':
		launch_log(value);
		break;
	default:
		launch_option(c, value);
	}
}

static int run_program(int argc, char **argv)
{
	const char *path;
	int c;

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
	child_env_apply();
	job_exec(path, argv + optind);
}

const struct cli_command cli_run = {"run", "run a program with scripts",
				    run_program, usage};
