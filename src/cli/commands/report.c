/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline report: a recording as a page of HTML, folded stacks as a picture. */
#include <stdlib.h>
#include <string.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/recording/flame.h"
#include "cli/recording/report.h"

static const char usage[] =
	"Usage: zpoline report [OPTION]... FILE\n"
	"Make an HTML page from a recording: a time line of the threads,\n"
	"durations, calls, errors, files and sockets. It opens offline.\n"
	"\n"
	"  zpoline trace --json -y -o log -- PROGRAM     records\n"
	"  zpoline report log -o page.html               -y: with names of "
	"files\n"
	"\n"
	"  zpoline run -s flame -o stacks -- PROGRAM\n"
	"  zpoline report --flame stacks -o flame.svg\n"
	"\n"
	"  -o, --output=FILE  instead of FILE.html or FILE.svg; - is standard "
	"output\n"
	"  -f, --flame        make a flame graph (SVG) from folded stacks\n"
	"  -t, --title=TEXT   instead of FILE's name\n"
	"  -h, --help         this text\n"
	"\n"
	"FILE may be - for standard input.\n";

static const struct option options[] = {
	{"output", required_argument, NULL, 'o'},
	{"flame", no_argument, NULL, 'f'},
	{"title", required_argument, NULL, 't'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static struct {
	const char *output, *title;
	int flame;
} wanted;

static struct report summed;

static FILE *open_input(const char *path)
{
	FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");

	if (!in)
		message_fatal(1, "%s: cannot be read (%m)", path);
	return in;
}

static FILE *open_output(const char *path)
{
	FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");

	if (!out)
		message_fatal(1,
			      "%s: cannot be written (%m). Remedy: name "
			      "another file with -o",
			      path);
	return out;
}

/* Lines for which take() says so are ours; returns how many are not. */
static unsigned int read_lines(FILE *in, int (*take)(char *line))
{
	unsigned int others = 0;
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, in) > 0)
		others += !take(line);
	free(line);
	if (ferror(in))
		message_fatal(1, "the file cannot be read to its end (%m)");
	return others;
}

static int take_call(char *line)
{
	struct recording_call call;

	if (!recording_read(line, &call))
		return 0;
	report_add(&summed, &call);
	recording_free(&call);
	return 1;
}

static void close_output(FILE *out, const char *path)
{
	if (fflush(out) != 0 || ferror(out))
		message_fatal(1, "%s: cannot be written (%m)", path);
}

static void write_page(FILE *in, const char *path, const char *output)
{
	unsigned int others = read_lines(in, take_call);
	FILE *out;

	if (!summed.n)
		message_fatal(1,
			      "%s: no recorded calls. Remedy: record with "
			      "zpoline trace --json -y -o FILE -- PROGRAM",
			      path);
	if (others)
		message_warn("%s: %u lines are no calls", path, others);
	out = open_output(output);
	report_page(out, &summed, wanted.title);
	close_output(out, output);
	if (out != stdout)
		printf("%s: %u calls, threads: %u\n", output, summed.n,
		       report_threads(&summed));
}

static void write_flame(FILE *in, const char *path, const char *output)
{
	unsigned int others = read_lines(in, flame_add), frames;
	FILE *out;

	if (flame_is_empty())
		message_fatal(1,
			      "%s: no folded stacks. Remedy: zpoline run -s "
			      "flame -o FILE -- PROGRAM",
			      path);
	if (others)
		message_warn("%s: %u lines are no stacks", path, others);
	out = open_output(output);
	frames = flame_draw(out, wanted.title);
	close_output(out, output);
	if (out != stdout)
		printf("%s: %u frames\n", output, frames);
}

static int write_report(int argc, char **argv)
{
	const char *path, *output;
	FILE *in;
	int c;

	while ((c = options_next(&cli_report, argc, argv, ":o:ft:h",
				 options)) != -1) {
		if (c == 'o')
			wanted.output = optarg;
		else if (c == 't')
			wanted.title = optarg;
		else
			wanted.flame = 1;
	}
	path = argv[optind];
	if (!path || argv[optind + 1])
		message_fatal(CLI_USAGE, "report: one FILE is wanted. Remedy: "
					 "zpoline report log -o page.html");
	output = wanted.output;
	if (!output)
		output =
			strcmp(path, "-") == 0
				? path
				: message_format("%s.%s", path,
						 wanted.flame ? "svg" : "html");
	if (!wanted.title)
		wanted.title = strcmp(path, "-") == 0 ? "zpoline" : path;
	in = open_input(path);
	(wanted.flame ? write_flame : write_page)(in, path, output);
	return 0;
}

const struct cli_command cli_report = {"report",
				       "make a page or a flame graph from a "
				       "recording",
				       write_report, usage};
