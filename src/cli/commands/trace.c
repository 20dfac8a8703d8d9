/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline trace: strace's flags as words for scripts/trace.lua. The command
 * stays: lines come to it, or counts, and it waits for the end.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/common/trace_set.h"
#include "cli/launch/child_env.h"
#include "cli/launch/door.h"
#include "cli/launch/job.h"
#include "cli/launch/launch.h"
#include "cli/launch/paths.h"
#include "cli/launch/program.h"
#include "cli/recording/tally.h"
#include "cli/tracing/follow.h"

static const char usage[] =
	"Usage: zpoline trace [OPTION]... [--] PROGRAM [ARGUMENT]...\n"
	"Print the system calls of PROGRAM and its children, as strace does.\n"
	"\n"
	"  -e SET, -e trace=SET    only these: open,read  %file  !%desc  "
	"/regex\n"
	"  -e inject=SET:error=E   ... :retval=N :signal=S :delay_enter=T\n"
	"     (fault=)             :delay_exit=T :when=FIRST[..LAST][+STEP]\n"
	"  -e status=successful    or failed, as -z and -Z; -e signal=none\n"
	"  -c  only count, -C  also count; sorted by -S "
	"time|calls|errors|name\n"
	"  -T  time spent; -r  since the last call; -t -tt -ttt  time of day\n"
	"  -y  paths of descriptors; -k  stacks; -s N  bytes of strings; -a N  "
	"column\n"
	"  -P PATH  only calls that use PATH; -z, -Z  that succeed, fail\n"
	"  -o FILE  (with -ff FILE.PID); -q  no lines for exits; -E "
	"VAR[=VALUE]\n"
	"      --drop  lose lines that come too fast; PROGRAM does not wait\n"
	"      --json  one object per line; with -c and -C also for the table\n"
	"      --engine=ENGINE, --preload, --no-sud, --no-follow, "
	"--exclude=LIST,\n"
	"                          as in run\n"
	"\n"
	"zpoline ends as PROGRAM does: with its exit status, or by the same "
	"signal.\n";

enum { JSON = LAUNCH_END, DROP, FRAMES };

#define FRAMES_MAX 256 /* as zp.trace takes it */

static const struct option options[] = {
	{"columns", required_argument, NULL, 'a'},
	{"trace", required_argument, NULL, 'e'},
	{"summary-only", no_argument, NULL, 'c'},
	{"summary", no_argument, NULL, 'C'},
	{"summary-sort-by", required_argument, NULL, 'S'},
	{"summary-wall-clock", no_argument, NULL, 'w'},
	{"syscall-times", no_argument, NULL, 'T'},
	{"relative-timestamps", no_argument, NULL, 'r'},
	{"absolute-timestamps", no_argument, NULL, 't'},
	{"decode-fds", no_argument, NULL, 'y'},
	{"stack-trace", no_argument, NULL, 'k'},
	{"stack-trace-frame-limit", required_argument, NULL, FRAMES},
	{"follow-forks", no_argument, NULL, 'f'},
	{"output", required_argument, NULL, 'o'},
	{"attach", required_argument, NULL, 'p'},
	{"trace-path", required_argument, NULL, 'P'},
	{"quiet", no_argument, NULL, 'q'},
	{"string-limit", required_argument, NULL, 's'},
	{"successful-only", no_argument, NULL, 'z'},
	{"failed-only", no_argument, NULL, 'Z'},
	{"env", required_argument, NULL, 'E'},
	{"json", no_argument, NULL, JSON},
	{"drop", no_argument, NULL, DROP},
	LAUNCH_OPTIONS,
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static struct {
	const char *set; /* what is traced; NULL: all */
	const char *output;
	int counts, lines;
	int quiet, no_signals;
	long column; /* of results */
	int stamps;  /* -t, how often */
	int follows; /* -f, how often */
	int json, relative, drops;
	long zone; /* seconds east of Greenwich */
	int stays; /* the command, while the program runs */
	enum tally_order order;
} wanted = {.lines = 1, .column = 40};

/* --- -e ----------------------------------------------------------------------
 */

static char *joined;

/* Into a list parted by commas. */
static void add_injected(const char *word)
{
	char *longer = message_format("%s%s%s", joined ? joined : "",
				      joined ? "," : "", word);

	free(joined);
	joined = longer;
}

/* SET:WORD:WORD: the set is read here, the words by zp.inject. */
static void read_inject(const char *value)
{
	size_t n = strcspn(value, ":");
	char *set = message_format("%.*s", (int)n, value);

	if (!value[n])
		message_fatal(CLI_USAGE,
			      "trace: -e inject=%s: what is to be done? "
			      "Remedy: "
			      "add :error=ENOENT, :retval=0, :signal=USR1 or "
			      ":delay_enter=10ms",
			      value);
	if (!trace_set_words("trace: -e inject", set, add_injected))
		message_fatal(CLI_USAGE, "trace: -e inject: the set is empty");
	child_env_word("inject=%s%s", joined, value + n);
	free(set);
	free(joined);
	joined = NULL;
}

static void read_fault(const char *value)
{
	char *text;

	if (strstr(value, ":error=") || strstr(value, ":retval=")) {
		read_inject(value);
		return;
	}
	text = message_format("%s:error=ENOSYS", value);
	read_inject(text);
	free(text);
}

static void read_status(const char *value)
{
	if (strcmp(value, "successful") != 0 && strcmp(value, "failed") != 0 &&
	    strcmp(value, "all") != 0)
		message_fatal(CLI_USAGE,
			      "trace: -e status= is successful, "
			      "failed or all, not '%s'",
			      value);
	child_env_word("status=%s", value);
}

static void read_signals(const char *value)
{
	if (strcmp(value, "none") != 0 && strcmp(value, "all") != 0)
		message_fatal(CLI_USAGE,
			      "trace: -e signal= is all or none, "
			      "not '%s'",
			      value);
	wanted.no_signals = strcmp(value, "none") == 0;
}

static void read_set(const char *value)
{
	if (wanted.set)
		message_fatal(CLI_USAGE,
			      "trace: the set of calls is given twice. Remedy: "
			      "-e %s,%s",
			      wanted.set, value);
	wanted.set = value;
}

static void read_qualifier(const char *text)
{
	static const struct {
		const char *name;
		void (*read)(const char *value);
	} kinds[] = {
		{"trace=", read_set},	  {"t=", read_set},
		{"inject=", read_inject}, {"fault=", read_fault},
		{"status=", read_status}, {"signal=", read_signals},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strlen(kinds[i].name);

		if (strncmp(text, kinds[i].name, n) == 0) {
			kinds[i].read(text + n);
			return;
		}
	}
	if (strchr(text, '='))
		message_fatal(CLI_USAGE,
			      "trace: -e %s: not known. Remedy: trace=, "
			      "inject=, fault=, status= or signal=",
			      text);
	read_set(text);
}

/* --- other options -----------------------------------------------------------
 */

/* As it was given, for calls that use the same words, and as it really is, for
 * descriptors. */
static void add_path(const char *path)
{
	char *real = realpath(path, NULL);

	child_env_word("path=%s", path);
	if (real && strcmp(real, path) != 0)
		child_env_word("path=%s", real);
	free(real);
}

static void read_order(const char *text)
{
	static const struct {
		const char *name;
		enum tally_order order;
	} orders[] = {
		{"time", TALLY_TIME},	  {"time_total", TALLY_TIME},
		{"calls", TALLY_CALLS},	  {"count", TALLY_CALLS},
		{"errors", TALLY_ERRORS}, {"error", TALLY_ERRORS},
		{"name", TALLY_NAME},	  {"syscall", TALLY_NAME},
	};

	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (strcmp(orders[i].name, text) == 0) {
			wanted.order = orders[i].order;
			return;
		}
	message_fatal(CLI_USAGE,
		      "trace: -S is time, calls, errors or name, not '%s'",
		      text);
}

static void read_variable(const char *text)
{
	size_t n = strcspn(text, "=");
	char *name = message_format("%.*s", (int)n, text);

	door_set_variable(name, text[n] ? text + n + 1 : NULL);
	free(name);
}

static void read_output(const char *path)
{
	if (*path == '|' || *path == '!')
		message_fatal(CLI_USAGE,
			      "trace: -o '%s': not to a command. "
			      "Remedy: -o FILE, or -o fd:9 9>&1 | ...",
			      path);
	wanted.output = path;
}

static void read_frame_limit(const char *text)
{
	long n = options_number("trace: --stack-trace-frame-limit", text);

	if (n < 1 || n > FRAMES_MAX)
		message_fatal(CLI_USAGE,
			      "trace: --stack-trace-frame-limit is 1 to %d, "
			      "not '%s'",
			      FRAMES_MAX, text);
	child_env_word("frames=%ld", n);
}

static void read_option(int c)
{
	switch (c) {
	case 'e':
		read_qualifier(optarg);
		break;
	case 'c':
		wanted.lines = 0; /* fall through */
	case 'C':
		wanted.counts = 1;
		break;
	case 'S':
		read_order(optarg);
		break;
	case 'w':
		break; /* times are of the clock on the wall anyway */
	case 'T':
		child_env_word("took");
		break;
	case 'r':
		child_env_word("relative");
		wanted.relative = 1;
		break;
	case 't':
		wanted.stamps++;
		break;
	case 'y':
		child_env_word("fds");
		break;
	case 'k':
		child_env_word("stack");
		break;
	case FRAMES:
		read_frame_limit(optarg);
		break;
	case 'f':
		wanted.follows++;
		break;
	case 'o':
		read_output(optarg);
		break;
	case 'p':
		message_fatal(CLI_USAGE,
			      "trace: -p: a program that runs already cannot "
			      "be hooked. Remedy: start it with zpoline trace, "
			      "or use strace -p %s",
			      optarg);
	case 'P':
		add_path(optarg);
		break;
	case 'q':
		wanted.quiet = 1;
		break;
	case 'a':
		wanted.column = options_number("trace: -a", optarg);
		break;
	case 's':
		child_env_word("strings=%ld",
			       options_number("trace: -s", optarg));
		break;
	case 'z':
		read_status("successful");
		break;
	case 'Z':
		read_status("failed");
		break;
	case 'E':
		read_variable(optarg);
		break;
	case JSON:
		child_env_word("json");
		wanted.json = 1;
		break;
	case DROP:
		wanted.drops = 1;
		break;
	default:
		launch_option(c, optarg);
	}
}

/* --- running -----------------------------------------------------------------
 */

static void add_traced(const char *word)
{
	child_env_word("%s", word);
}

static void read_zone(void)
{
	time_t now = time(NULL);
	struct tm local;

	if (wanted.stamps > 3)
		wanted.stamps = 3;
	if (wanted.stamps && localtime_r(&now, &local))
		wanted.zone = local.tm_gmtoff;
}

/* What the script is told of, besides the flags. */
static void describe_program(const char *program)
{
	const char *set = wanted.set ? wanted.set : "all";

	child_env_script(paths_script("trace"));
	if (!trace_set_words("trace: -e", set, add_traced))
		child_env_word("none");
	if (wanted.stamps) {
		child_env_word("stamp=%d", wanted.stamps);
		child_env_word("zone=%ld", wanted.zone);
	}
	if (wanted.counts)
		child_env_word("counts");
	if (!wanted.lines)
		child_env_word("lines=no");
	if (!wanted.quiet)
		child_env_word("ends");
	if (!wanted.no_signals)
		child_env_word("signals");
	child_env_word("column=%ld", wanted.column);
	if (trace_set_has("trace: -e", set, "execve")) {
		child_env_word("execs");
		child_env_word("program=%s", program);
	}
	/* to a file every line has its thread, as with strace -f */
	if (!wanted.output)
		child_env_word(wanted.stays ? "parent=%d" : "main=%d",
			       getpid());
}

/* Have lines come to the command, if that can be. */
static int follow_lines(void)
{
	const struct follow how = {
		.output = wanted.output,
		.drops = wanted.drops,
		.is_json = wanted.json,
		.says_ends = !wanted.quiet,
		.stamps = wanted.stamps,
		.relative = wanted.relative,
		.zone = wanted.zone,
	};

	return follow_start(&how);
}

static void count_calls(const char *path, char **argv)
{
	FILE *out = stderr;
	int status;

	if (wanted.output)
		out = fopen(wanted.output, "we");
	if (!out)
		message_fatal(CLI_REFUSED,
			      "%s: cannot be written (%m). "
			      "Remedy: name another file",
			      wanted.output);
	tally_start(out);
	child_env_apply();
	status = job_run(path, argv, tally_read, 20);
	if (wanted.json)
		tally_print_json(out, wanted.order);
	else
		tally_print(out, wanted.order);
	tally_end(out, wanted.output);
	job_end(status);
}

static int trace_program(int argc, char **argv)
{
	const char *path;
	int c;

	while ((c = options_next(&cli_trace, argc, argv,
				 "+:a:e:cCS:wTrtyfko:p:P:qs:zZE:h", options)) !=
	       -1)
		read_option(c);
	if (!argv[optind])
		message_fatal(CLI_USAGE, "trace: no program is named. Remedy: "
					 "zpoline trace ls -l");
	if (wanted.counts && wanted.follows > 1)
		message_fatal(CLI_USAGE, "trace: -c and -C count all processes "
					 "together, "
					 "and -ff is a file for each. Remedy: "
					 "-f");
	path = program_find(argv[optind]);
	read_zone();
	if (!wanted.counts && wanted.output && wanted.follows > 1)
		wanted.output = message_format("%s.%%p", wanted.output);
	if (!wanted.counts && wanted.output)
		launch_log(wanted.output);
	wanted.stays = wanted.counts || follow_lines();
	describe_program(path);
	if (wanted.counts)
		count_calls(path, argv + optind);
	child_env_apply();
	if (wanted.stays)
		follow_run(path, argv + optind);
	job_exec(path, argv + optind);
}

const struct cli_command cli_trace = {"trace",
				      "print system calls, with strace's flags",
				      trace_program, usage};
