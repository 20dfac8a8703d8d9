/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The page: report/page.html, with what is counted here as tables, and all
 * calls as columns of JSON for report/page.js. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/common/message.h"
#include "cli/recording/report.h"
#include "tables/classes.h"

#define ROWS 1000 /* of a table, at most */

extern const char report_html[], report_css[], report_js[];

static FILE *out;
static const struct report *report;
static const char *title;

/* --- text --------------------------------------------------------------------
 */

static void print_html(const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			fputs("&amp;", out);
		else if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '"')
			fputs("&quot;", out);
		else
			putc(*text, out);
	}
}

/* "<" would end the element that the JSON is in. */
static void print_json(const char *text)
{
	putc('"', out);
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == '<')
			fprintf(out, "\\u%04x", (unsigned int)*text);
		else if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else
			putc(*text, out);
	}
	putc('"', out);
}

/* --- tables ------------------------------------------------------------------
 */

static void number_cell(unsigned long long n)
{
	fprintf(out, "<td data-v=\"%llu\">%llu", n, n);
}

static void bytes_cell(unsigned long long n)
{
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
	double value = (double)n;
	int unit = 0;

	for (; value >= 1000 && unit < 4; unit++)
		value /= 1000;
	fprintf(out, "<td data-v=\"%llu\">", n);
	if (n)
		fprintf(out, "%.*f %s", unit && value < 100, value,
			units[unit]);
}

static void time_cell(double s)
{
	fprintf(out, "<td data-v=\"%.9f\">%.3f", s, s * 1e3);
}

static const struct report_row *sorted; /* for the comparisons */

static int compare_numbers(double a, double b)
{
	return (a < b) - (a > b);
}

static int by_time(const void *a, const void *b)
{
	unsigned int i = *(const unsigned int *)a, j = *(const unsigned int *)b;
	int order = compare_numbers(sorted[i].time, sorted[j].time);

	return order ? order : compare_numbers(j, i);
}

static int by_calls(const void *a, const void *b)
{
	unsigned int i = *(const unsigned int *)a, j = *(const unsigned int *)b;
	int order = compare_numbers((double)sorted[i].calls,
				    (double)sorted[j].calls);

	return order ? order : compare_numbers(j, i);
}

static int by_bytes(const void *a, const void *b)
{
	unsigned int i = *(const unsigned int *)a, j = *(const unsigned int *)b;
	int order = compare_numbers((double)(sorted[i].in + sorted[i].out),
				    (double)(sorted[j].in + sorted[j].out));

	return order ? order : by_calls(a, b);
}

static void name_line(const char *name, const struct report_row *row)
{
	fputs("<tr><th scope=\"row\"><button type=\"button\" class=\"name\">",
	      out);
	print_html(name);
	fputs("</button>", out);
	number_cell(row->calls);
	number_cell(row->errors);
	time_cell(row->time);
	time_cell(row->calls ? row->time / (double)row->calls : 0);
	time_cell(row->longest);
}

static void failure_line(const char *key, const struct report_row *row)
{
	const char *error = strchr(key, ' ');

	fprintf(out, "<tr><th scope=\"row\">%.*s<td>%s", (int)(error - key),
		key, error + 1);
	number_cell(row->calls);
}

static void file_line(const char *name, const struct report_row *row)
{
	fputs("<tr><th scope=\"row\">", out);
	print_html(name);
	bytes_cell(row->in);
	bytes_cell(row->out);
	number_cell(row->calls);
	number_cell(row->errors);
	time_cell(row->time);
}

static void
print_rows(const struct intern *words, const struct report_row *list,
	   int (*order)(const void *, const void *),
	   void (*line)(const char *name, const struct report_row *row))
{
	unsigned int *numbers =
		message_alloc(NULL, (words->n + 1UL) * sizeof(*numbers));

	for (unsigned int i = 0; i < words->n; i++)
		numbers[i] = i;
	sorted = list;
	qsort(numbers, words->n, sizeof(*numbers), order);
	for (unsigned int i = 0; i < words->n && i < ROWS; i++) {
		line(words->text[numbers[i]], &list[numbers[i]]);
		putc('\n', out);
	}
	if (words->n > ROWS)
		fprintf(out, "<tfoot><tr><td colspan=\"6\">and %u more",
			words->n - ROWS);
	free(numbers);
}

static void put_names(void)
{
	print_rows(&report->names, report->name_rows, by_time, name_line);
}

static void put_failures(void)
{
	print_rows(&report->failures, report->failure_rows, by_calls,
		   failure_line);
}

static void put_files(void)
{
	print_rows(&report->files, report->file_rows, by_bytes, file_line);
}

/* --- what the script draws ---------------------------------------------------
 */

/* The colour of a call: the first of these that it belongs to. */
static const char *name_kind(const char *name)
{
	static const char *const kinds[] = {"network", "process", "memory",
					    "signal",  "ipc",	  "time",
					    "file",    "desc"};
	struct tables_syscall s;
	long nr = tables_syscall_number(name);

	if (nr < 0 || tables_syscall(nr, &s) != 0)
		return "other";
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (classes_has(kinds[i], &s))
			return kinds[i];
	return "other";
}

static void print_texts(const char *name, const struct intern *words)
{
	fprintf(out, "\"%s\":[", name);
	for (unsigned int i = 0; i < words->n; i++) {
		if (i)
			putc(',', out);
		print_json(words->text[i]);
	}
	fputs("],\n", out);
}

static void print_threads(void)
{
	fputs("\"threads\":[", out);
	for (unsigned int i = 0; i < report->threads.n; i++) {
		const struct report_thread *thread = &report->thread[i];

		fprintf(out,
			"%s{\"pid\":%ld,\"tid\":%ld,\"program\":", i ? "," : "",
			thread->pid, thread->tid);
		print_json(thread->program ? thread->program : "");
		putc('}', out);
	}
	fputs("],\n", out);
}

static void print_kinds(void)
{
	fputs("\"kinds\":[", out);
	for (unsigned int i = 0; i < report->names.n; i++) {
		if (i)
			putc(',', out);
		print_json(name_kind(report->names.text[i]));
	}
	fputs("],\n", out);
}

/* A call: thread, name, text, error, us since the beginning, ns. */
static void put_data(void)
{
	long long begin = (long long)(report->begin * 1e6 + 0.5);

	putc('{', out);
	print_threads();
	print_texts("names", &report->names);
	print_kinds();
	print_texts("errors", &report->errors);
	print_texts("texts", &report->texts);
	fputs("\"calls\":[", out);
	for (unsigned int i = 0; i < report->n; i++) {
		const struct report_call *call = &report->calls[i];

		fprintf(out, "%s%u,%u,%u,%u,%lld,%lld", i ? ",\n" : "",
			call->thread, call->name, call->text, call->error,
			call->start - begin, call->took);
	}
	fputs("]}", out);
}

/* --- the whole ---------------------------------------------------------------
 */

static void put_title(void)
{
	print_html(title);
}

static void put_summary(void)
{
	char date[40] = "";
	time_t begin = (time_t)report->begin;
	unsigned long errors = 0;
	struct tm local;

	for (unsigned int i = 0; i < report->failures.n; i++)
		errors += report->failure_rows[i].calls;
	if (localtime_r(&begin, &local))
		strftime(date, sizeof(date), "%F %T", &local);
	fprintf(out, "%u calls, %lu of them failed; threads: %u; %.3f s",
		report->n, errors, report_threads(report),
		report->end - report->begin);
	if (report->n)
		fprintf(out, " from %s", date);
}

static void put_style(void)
{
	fputs(report_css, out);
}

static void put_script(void)
{
	fputs(report_js, out);
}

static const struct {
	const char *mark;
	void (*put)(void);
} parts[] = {
	{"{{title}}", put_title}, {"{{summary}}", put_summary},
	{"{{style}}", put_style}, {"{{script}}", put_script},
	{"{{calls}}", put_names}, {"{{errors}}", put_failures},
	{"{{files}}", put_files}, {"{{data}}", put_data},
};

/* The part whose mark stands here: the text behind it, or NULL. */
static const char *put_part(const char *at)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t n = strlen(parts[i].mark);

		if (strncmp(at, parts[i].mark, n) == 0) {
			parts[i].put();
			return at + n;
		}
	}
	return NULL;
}

void report_page(FILE *file, const struct report *made, const char *name)
{
	const char *at = report_html, *mark, *behind;

	out = file;
	report = made;
	title = name;
	while ((mark = strstr(at, "{{"))) {
		fwrite(at, 1, (size_t)(mark - at), out);
		behind = put_part(mark);
		if (!behind)
			putc(*mark, out);
		at = behind ? behind : mark + 1;
	}
	fputs(at, out);
}
