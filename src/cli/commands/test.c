/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline test: a program with scripts, as a child. Its first process writes
 * the verdict of zpoline.fixture to a file of ours. If there is none, nothing
 * has been proven.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/commands/run.h"
#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/common/signal_name.h"
#include "cli/launch/child_env.h"
#include "cli/launch/job.h"
#include "cli/launch/paths.h"
#include "cli/launch/program.h"

#define UNPROVEN 99
#define TAP 257

/* What lua/zpoline/fixture/verdict.lua reads, and the line that it writes at
 * the start. */
#define VARIABLE "REPORT"
#define BEGUN "# hooked\n"

static const char usage[] = "Usage: zpoline test [OPTION]... [--] PROGRAM "
			    "[ARGUMENT]...\n"
			    "Run PROGRAM as zpoline run does, and check the "
			    "result.\n"
			    "\n" RUN_USAGE "      --tap=FILE       write the "
			    "result as TAP; - is standard "
			    "output\n"
			    "\n"
			    "The exit status is 99 if something is not as the "
			    "scripts expect, if a\n"
			    "handler fails, or if a program is not hooked. "
			    "Otherwise as for zpoline run.\n";

static const struct option options[] = {
	RUN_OPTIONS,
	{"tap", required_argument, NULL, TAP},
	{NULL, 0, NULL, 0},
};

/* --- the verdict -------------------------------------------------------------
 */

static char report[4096];

/* The program may give up its rights before it writes there. */
static void make_report(void)
{
	const char *folder = getenv("TMPDIR");
	int fd;

	snprintf(report, sizeof(report), "%s/zpoline-report.XXXXXX",
		 folder && *folder == '/' ? folder : "/tmp");
	fd = mkostemp(report, O_CLOEXEC);
	if (fd < 0 || fchmod(fd, 0666))
		message_fatal(CLI_REFUSED,
			      "%s: %m. Remedy: set TMPDIR to a folder that can "
			      "be written",
			      report);
	close(fd);
	child_env_set(VARIABLE, report);
	/* of a run that this one is no part of */
	unsetenv("ZPOLINE_HANDED");
}

/* A process that may not write to files (ulimit -f) has made a link that leads
 * to the text. */
static size_t take_link(char *text, size_t room)
{
	char *path = message_format("%s~", report);
	ssize_t n = readlink(path, text, room);

	unlink(path);
	free(path);
	return n > 0 ? (size_t)n : 0;
}

static char *read_report(void)
{
	size_t size = 0, room = 8192, link_size;
	char *text = message_alloc(NULL, room + 1);
	int fd = open(report, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	while (fd >= 0 && (n = read(fd, text + size, room - size)) > 0) {
		size += (size_t)n;
		if (room - size < 4096) /* a link's text, too */
			text = message_alloc(text, (room *= 2) + 1);
	}
	link_size = take_link(text + size, room - size);
	if (!size)
		size = link_size;
	text[size] = '\0';
	if (fd >= 0)
		close(fd);
	unlink(report);
	return text;
}

static int is_good(const char *text)
{
	return strncmp(text, "not ok", 6) != 0 && !strstr(text, "\nnot ok");
}

/* Of a program that has written none. */
static char *find_missing(const char *path, const char *text, int status)
{
	const char *what = strcmp(text, BEGUN) == 0 ? "has ended without a "
						      "verdict"
						    : "was not hooked";
	char *how =
		WIFSIGNALED(status)
			? message_format("killed by %s",
					 signal_name(WTERMSIG(status)))
			: message_format("exit status %d", WEXITSTATUS(status));
	char *verdict = message_format("TAP version 13\n1..1\n"
				       "not ok 1 - %s %s (%s)\n",
				       path, what, how);

	free(how);
	return verdict;
}

static void write_tap(const char *file, const char *text)
{
	FILE *out = strcmp(file, "-") == 0 ? stdout : fopen(file, "we");

	if (!out || fputs(text, out) < 0 || fflush(out))
		message_fatal(CLI_REFUSED,
			      "%s: cannot be written (%m). Remedy: name "
			      "another file",
			      file);
}

/* A script that does not load has said so. */
static int was_refused(int status)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == CLI_REFUSED;
}

static void judge_run(const char *path, const char *tap, int status)
{
	char *text = read_report();
	int is_told = *text && strcmp(text, BEGUN) != 0;

	if (!is_told && was_refused(status))
		exit(CLI_REFUSED);
	if (!is_told) {
		text = find_missing(path, text, status);
		fputs(text, stderr);
	}
	if (tap)
		write_tap(tap, text);
	if (!is_good(text))
		exit(UNPROVEN);
	job_end(status);
}

static int run_test(int argc, char **argv)
{
	const char *path, *tap = NULL;
	int c;

	while ((c = options_next(&cli_test, argc, argv, "+:" RUN_LETTERS,
				 options)) != -1) {
		if (c == TAP)
			tap = optarg;
		else
			run_option(c, optarg);
	}
	if (!argv[optind])
		message_fatal(CLI_USAGE, "test: no program is named. Remedy: "
					 "zpoline test -s SCRIPT -- ls -l");
	if (!child_env_has_script())
		message_fatal(CLI_USAGE, "test: no script: nothing would be "
					 "tested. Remedy: -s FILE or -e 'LUA'");
	path = program_find(argv[optind]);
	/* so that there is a verdict if no script has asked for fixtures */
	child_env_script(paths_inner("verdict"));
	make_report();
	child_env_apply();
	judge_run(path, tap, job_wait(path, argv + optind));
	return 0;
}

const struct cli_command cli_test = {"test", "run a program as a test",
				     run_test, usage};
