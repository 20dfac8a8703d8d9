/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline check: load scripts, and start nothing. The script that stands last
 * fails on purpose, so that the library does not start the program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/launch/child_env.h"
#include "cli/launch/door.h"
#include "cli/launch/job.h"
#include "cli/launch/paths.h"
#include "cli/launch/probes.h"

/* What scripts/inner/stop.lua says. */
#define LOADED ": every script has loaded\n"

static const char usage[] = "Usage: zpoline check [OPTION]... SCRIPT...\n"
			    "Load each SCRIPT as at the start of a program, "
			    "without starting one. This checks\n"
			    "the syntax and the names of calls, filters and "
			    "modules.\n"
			    "\n"
			    "  -a, --args=WORDS  zp.args of the scripts\n"
			    "      --path=LIST   folders for require\n"
			    "  -h, --help        this text\n"
			    "\n"
			    "The exit status is 0 if all load, else 1.\n";

enum { PATH = 256 };

static const struct option options[] = {
	{"args", required_argument, NULL, 'a'},
	{"path", required_argument, NULL, PATH},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static int is_sound(const char *script)
{
	const char *program = probes_program();
	char *argv[] = {(char *)program, NULL};
	char *said, *end, *list;
	int status;

	list = message_format("%s:%s", script, paths_inner("stop"));
	child_env_set("SCRIPT", list);
	free(list);
	said = job_capture(program, argv, &status);
	end = strstr(said, LOADED);
	if (end) {
		while (end > said && end[-1] != '\n')
			end--;
		*end = '\0';
	}
	fputs(said, stderr);
	free(said);
	return end != NULL;
}

static int check_scripts(int argc, char **argv)
{
	int c, broken = 0;

	while ((c = options_next(&cli_check, argc, argv, "+:a:h", options)) !=
	       -1) {
		if (c == 'a')
			child_env_words(optarg);
		else
			child_env_set("PATH", optarg);
	}
	if (!argv[optind])
		message_fatal(CLI_USAGE, "check: no script is named. Remedy: "
					 "zpoline check hook.lua");
	child_env_apply();
	door_choose("preload");
	unsetenv("ZPOLINE_LOG");
	for (; argv[optind]; optind++) {
		const char *script = paths_script(argv[optind]);
		int sound = is_sound(script);

		broken |= !sound;
		printf("%s: %s\n", script, sound ? "loads" : "does not load");
		fflush(stdout);
	}
	return broken;
}

const struct cli_command cli_check = {"check", "load scripts without a program",
				      check_scripts, usage};
