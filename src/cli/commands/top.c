/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline top: how many calls a second, while the program runs. On a terminal
 * the table stands still; elsewhere one is printed after each interval.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/common/trace_set.h"
#include "cli/launch/child_env.h"
#include "cli/launch/job.h"
#include "cli/launch/launch.h"
#include "cli/launch/paths.h"
#include "cli/launch/program.h"
#include "cli/recording/tally.h"

static const char usage[] =
	"Usage: zpoline top [OPTION]... [--] PROGRAM [ARGUMENT]...\n"
	"Show which system calls PROGRAM and its children make while they "
	"run.\n"
	"\n"
	"  -e SET               only these calls, as in zpoline trace\n"
	"  -d, --delay=SECONDS  between two tables (1)\n"
	"  -n, --rows=N         rows, at most (what fits, or 10)\n"
	"  -o, --output=FILE    write there, not to standard error\n"
	"      --engine=ENGINE, --preload, --no-sud, --no-follow, "
	"--exclude=LIST,\n"
	"                       as in run\n"
	"  -h, --help           this text\n"
	"\n"
	"zpoline ends as PROGRAM does: with its exit status, or by the same "
	"signal.\n";

static const struct option options[] = {
	{"delay", required_argument, NULL, 'd'},
	{"rows", required_argument, NULL, 'n'},
	{"output", required_argument, NULL, 'o'},
	LAUNCH_OPTIONS,
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static struct {
	FILE *out;
	const char *path; /* of that; NULL: standard error */
	int on_terminal;
	long delay; /* seconds */
	long rows;  /* 0: what fits */
} how = {.delay = 1};

static double last_time, first_time;
static unsigned long last[TALLY_NUMBERS];

static double read_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static unsigned int count_rows(void)
{
	struct winsize size;

	if (how.rows)
		return (unsigned int)how.rows;
	if (how.on_terminal && ioctl(fileno(how.out), TIOCGWINSZ, &size) == 0 &&
	    size.ws_row > 6)
		return size.ws_row - 4;
	return 10;
}

/* Those with the most calls since the last picture; sorted is by calls ever. */
static void by_rate(unsigned int *sorted, unsigned int n)
{
	for (unsigned int i = 1; i < n; i++) {
		unsigned int nr = sorted[i], j = i;
		unsigned long recent = tally[nr].calls - last[nr];

		for (; j && tally[sorted[j - 1]].calls - last[sorted[j - 1]] <
				    recent;
		     j--)
			sorted[j] = sorted[j - 1];
		sorted[j] = nr;
	}
}

static void draw_screen(double at)
{
	unsigned int sorted[TALLY_NUMBERS] = {0};
	unsigned int n = tally_sort(TALLY_CALLS, sorted), most = count_rows();
	double seconds = at - last_time;
	unsigned long recent = 0, all = 0;

	by_rate(sorted, n);
	for (unsigned int i = 0; i < n; i++) {
		all += tally[sorted[i]].calls;
		recent += tally[sorted[i]].calls - last[sorted[i]];
	}
	if (how.on_terminal)
		fputs("\033[H\033[J", how.out);
	fprintf(how.out, "%7.1f s: %.0f calls/s, %lu calls\n", at - first_time,
		(double)recent / seconds, all);
	fputs("   calls/s      calls     errors    us/call syscall\n", how.out);
	for (unsigned int i = 0; i < n && i < most; i++) {
		const struct call_count *c = &tally[sorted[i]];

		fprintf(how.out, "%10.0f %10lu %10lu %10.1f %s\n",
			(double)(c->calls - last[sorted[i]]) / seconds,
			c->calls, c->errors,
			(double)c->ns / 1e3 / (double)c->calls,
			tally_name(sorted[i]));
	}
	fflush(how.out);
	for (unsigned int i = 0; i < TALLY_NUMBERS; i++)
		last[i] = tally[i].calls;
	last_time = at;
}

static void update_screen(void)
{
	double at = read_seconds();

	tally_read();
	if (at - last_time >= (double)how.delay)
		draw_screen(at);
}

static void add_counted(const char *word)
{
	child_env_word("%s", word);
}

static void open_output(const char *path)
{
	how.path = path;
	how.out = fopen(path, "we");
	if (!how.out)
		message_fatal(CLI_REFUSED,
			      "%s: cannot be written (%m). "
			      "Remedy: name another file",
			      path);
}

static int watch_program(int argc, char **argv)
{
	const char *set = "all", *path;
	int c, status;

	how.out = stderr;
	while ((c = options_next(&cli_top, argc, argv, "+:e:d:n:o:h",
				 options)) != -1) {
		switch (c) {
		case 'e':
			set = optarg;
			break;
		case 'd':
			how.delay = options_number("top: -d", optarg);
			break;
		case 'n':
			how.rows = options_number("top: -n", optarg);
			break;
		case 'o':
			open_output(optarg);
			break;
		default:
			launch_option(c, optarg);
		}
	}
	if (!argv[optind])
		message_fatal(CLI_USAGE, "top: no program is named. Remedy: "
					 "zpoline top make");
	if (how.delay < 1)
		message_fatal(CLI_USAGE, "top: -d is at least 1");
	path = program_find(argv[optind]);
	child_env_script(paths_script("trace"));
	if (!trace_set_words("top: -e", set, add_counted))
		message_fatal(CLI_USAGE, "top: -e: the set is empty");
	child_env_word("counts");
	child_env_word("lines=no");
	if (trace_set_has("top: -e", set, "execve"))
		child_env_word("execs");
	tally_start(NULL);
	child_env_apply();
	how.on_terminal = isatty(fileno(how.out));
	first_time = last_time = read_seconds();
	status = job_run(path, argv + optind, update_screen, 50);
	draw_screen(read_seconds());
	tally_end(how.out, how.path);
	job_end(status);
}

const struct cli_command cli_top = {"top",
				    "show the rates of system calls while a "
				    "program runs",
				    watch_program, usage};
