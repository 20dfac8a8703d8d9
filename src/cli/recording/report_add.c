/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Summing up a recording, a call at a time. */
#include <stdlib.h>
#include <string.h>

#include "cli/common/message.h"
#include "cli/recording/call_subject.h"
#include "cli/recording/report.h"

/* --- threads and their programs ----------------------------------------------
 */

static unsigned int thread_number(struct report *report, long pid, long tid)
{
	char *key = message_format("%ld", tid);
	unsigned int had = report->threads.n;
	unsigned int at = intern_number(&report->threads, key);

	if (at == had) {
		report->thread = intern_grow(report->thread, had,
					     sizeof(*report->thread));
		report->thread[at] = (struct report_thread){.tid = tid};
	}
	report->thread[at].pid = pid;
	free(key);
	return at;
}

/* A program that has begun is that of its thread. */
static void add_event(struct report *report, const struct recording_call *event)
{
	const char *name;
	unsigned int at;

	if (strcmp(event->event, "exec") != 0 || !event->path)
		return;
	name = strrchr(event->path, '/');
	at = thread_number(report, event->pid, event->tid);
	free(report->thread[at].program);
	report->thread[at].program =
		message_format("%s", name ? name + 1 : event->path);
}

/* A child begins as its parent. */
static void name_threads(struct report *report, unsigned int at,
			 const struct recording_call *call)
{
	static const char *const forks[] = {"fork", "vfork", "clone", "clone3"};
	struct report_thread *child;
	unsigned int number;

	for (unsigned int i = 0; i < sizeof(forks) / sizeof(forks[0]); i++) {
		if (strcmp(call->name, forks[i]) != 0 || call->ret <= 0 ||
		    !report->thread[at].program)
			continue;
		number = thread_number(report, call->ret, call->ret);
		child = &report->thread[number];
		if (!child->program)
			child->program = message_format(
				"%s", report->thread[at].program);
	}
}

/* --- rows --------------------------------------------------------------------
 */

static struct report_row *find_row(struct intern *words,
				   struct report_row **rows, const char *text)
{
	unsigned int had = words->n, at = intern_number(words, text);

	if (at == had) {
		*rows = intern_grow(*rows, had, sizeof(**rows));
		memset(*rows + at, 0, sizeof(**rows));
	}
	return *rows + at;
}

static void count_call(struct report_row *row,
		       const struct recording_call *call)
{
	row->calls++;
	row->errors += call->error != NULL;
	if (call->took < 0)
		return;
	row->time += call->took;
	if (row->longest < call->took)
		row->longest = call->took;
}

static void count_file(struct report *report, const struct recording_call *call)
{
	char *name = call_subject_name(call);
	struct report_row *file;
	unsigned long long in, out;

	if (!name)
		return;
	file = find_row(&report->files, &report->file_rows, name);
	count_call(file, call);
	call_subject_bytes(call, &in, &out);
	file->in += in;
	file->out += out;
	free(name);
}

static void count_failure(struct report *report,
			  const struct recording_call *call)
{
	char *key = message_format("%s %s", call->name, call->error);

	count_call(find_row(&report->failures, &report->failure_rows, key),
		   call);
	free(key);
}

/* --- calls -------------------------------------------------------------------
 */

static void add_call(struct report *report, const struct recording_call *call)
{
	double end = call->time + (call->took > 0 ? call->took : 0);
	char *text = recording_text(call);
	struct report_call *made;

	count_call(find_row(&report->names, &report->name_rows, call->name),
		   call);
	/* lines come in the order of the ends */
	if (!report->n || call->time < report->begin)
		report->begin = call->time;
	if (report->end < end)
		report->end = end;
	report->calls =
		intern_grow(report->calls, report->n, sizeof(*report->calls));
	made = &report->calls[report->n++];
	made->thread = thread_number(report, call->pid, call->tid);
	made->name = intern_number(&report->names, call->name);
	made->text = intern_number(&report->texts, text);
	made->error = call->error
			      ? intern_number(&report->errors, call->error) + 1
			      : 0;
	made->start = (long long)(call->time * 1e6 + 0.5);
	made->took = call->took < 0 ? -1 : (long long)(call->took * 1e9 + 0.5);
	count_file(report, call);
	if (call->error)
		count_failure(report, call);
	report->thread[made->thread].calls++;
	name_threads(report, made->thread, call);
	free(text);
}

void report_add(struct report *report, const struct recording_call *call)
{
	if (call->event)
		add_event(report, call);
	else
		add_call(report, call);
}

unsigned int report_threads(const struct report *report)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < report->threads.n; i++)
		n += report->thread[i].calls > 0;
	return n;
}
