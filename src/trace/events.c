/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lines about ends, signals, and the exec that has made this program. */
#include "trace/events.h"

#include "analysis/auxv.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "trace/frames.h"
#include "trace/line.h"
#include "trace/lines.h"
#include "trace/output.h"
#include "trace/ring.h"
#include "trace/trace.h"

struct event {
	const struct call *call;
	const struct hook_trace *how;
};

/* 0: there is no room for it. */
static int begin_event(struct line *l, const struct event *event,
		       struct decode_out *out)
{
	char *limit, *text;

	line_begin(l, event->call->thread, event->how,
		   (uintptr_t)event->call->frame);
	line_halves(l);
	text = line_place(l, &limit);
	if (text)
		*out = (struct decode_out){text, text, limit, 0};
	return text != NULL;
}

static void end_event(struct line *l, struct decode_out *out)
{
	line_head(l, line_wall(l), l->how->relative ? line_now(l->t) : 0);
	line_write(l, out->start, out->at);
}

/* --- ends -------------------------------------------------------------------
 */

static void run_exited(void *arg)
{
	const struct event *event = arg;
	const struct call *call = event->call;
	uint64_t status = call->regs.rdi & 0xff;
	struct decode_out out;
	struct line l;

	if (!begin_event(&l, event, &out))
		return;
	if (event->how->json) {
		OUT_TEXT(&out, "\"event\":\"exit\",\"process\":");
		if (call->nr == __NR_exit_group)
			OUT_TEXT(&out, "true");
		else
			OUT_TEXT(&out, "false");
		OUT_TEXT(&out, ",\"status\":");
		out_decimal(&out, status);
		out_byte(&out, '}');
	} else {
		OUT_TEXT(&out, "+++ exited with ");
		out_decimal(&out, status);
		OUT_TEXT(&out, " +++");
	}
	end_event(&l, &out);
}

void events_exit(struct call *call, const struct hook_trace *how)
{
	struct event event = {call, how};

	lines_run(call->thread, run_exited, &event);
	if (call->nr == __NR_exit && output_is_read())
		ring_say_thread_exit(call->thread);
}

/* --- signals ----------------------------------------------------------------
 */

static void begin_values(struct line *l, long nr, const uint64_t arg[6])
{
	decode_begin(&l->d, nr, arg);
	l->d.strings = l->how->strings;
	l->d.host = NULL;
}

static void add_signal(struct line *l, struct decode_out *out, int number)
{
	const struct decode_out *to = line_sink(l, out->at, out->end);

	decode_signal(&l->d, number);
	out->at = to->at;
}

static void add_info(struct line *l, struct decode_out *out, uint64_t at)
{
	const struct decode_out *to = line_sink(l, out->at, out->end);

	decode_siginfo(&l->d, at);
	out->at = to->at;
}

static void run_signal(void *arg)
{
	static const uint64_t none[6];
	const struct event *event = arg;
	const struct SyscallRegs *regs = &event->call->regs;
	int json = event->how->json;
	struct decode_out out;
	struct line l;

	if (!begin_event(&l, event, &out))
		return;
	begin_values(&l, -1, none);
	if (json)
		OUT_TEXT(&out, "\"event\":\"signal\",\"signal\":");
	else
		OUT_TEXT(&out, "--- ");
	add_signal(&l, &out, (int)regs->rdi);
	if (json)
		OUT_TEXT(&out, ",\"siginfo\":");
	else
		out_byte(&out, ' ');
	add_info(&l, &out, regs->rsi);
	l.signal = regs->rdx;
	if (!json)
		OUT_TEXT(&out, " ---");
	out.end--; /* for the brace */
	frames_add(&l, &out);
	out.end++;
	if (json)
		out_byte(&out, '}');
	end_event(&l, &out);
}

void trace_signal(struct call *call, const struct hook_trace *how)
{
	struct event event = {call, how};

	if (lines_ready(call->thread) == 0)
		lines_run(call->thread, run_signal, &event);
}

/* --- the exec that has made this program ------------------------------------
 */

static char **arguments, **variables;
static const char *name_given = "";

void trace_program(char **argv, char **envp)
{
	const char *name = (const char *)auxv_value(envp, AT_EXECFN);

	arguments = argv;
	variables = envp;
	if (name)
		name_given = name;
}

static uint64_t count_variables(void)
{
	uint64_t n = 0;

	while (variables && variables[n])
		n++;
	return n;
}

/* So many arguments of the execve, parted. */
static void add_arguments_of_exec(struct line *l, struct decode_out *out,
				  unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		const struct decode_out *to;

		if (i && l->how->json)
			out_byte(out, ',');
		else if (i)
			OUT_TEXT(out, ", ");
		to = line_sink(l, out->at, out->end);
		decode_argument(&l->d, i);
		out->at = to->at;
	}
}

static void write_exec(struct line *l, int is_whole)
{
	char *limit, *text = line_place(l, &limit);
	struct decode_out out = {text, text, limit, 0};

	if (!text)
		return;
	line_head(l, line_wall(l), l->how->relative ? line_now(l->t) : 0);
	if (l->how->json) {
		OUT_TEXT(&out, "\"name\":\"execve\",\"args\":{");
		add_arguments_of_exec(l, &out, 2);
		OUT_TEXT(&out, "},\"ret\":0}");
	} else if (is_whole) {
		OUT_TEXT(&out, "execve(");
		add_arguments_of_exec(l, &out, 3);
		line_end(l, &out, 0, LINE_NO_TIME);
	} else {
		line_resumed(&out, __NR_execve);
		line_end(l, &out, 0, LINE_NO_TIME);
	}
	line_write(l, text, out.at);
}

static void write_program(struct line *l)
{
	char *limit, *text = line_place(l, &limit);
	struct decode_out out = {text, text, limit, 0};

	if (!text)
		return;
	line_head(l, line_wall(l), 0);
	OUT_TEXT(&out, "\"event\":\"exec\",");
	add_arguments_of_exec(l, &out, 2);
	OUT_TEXT(&out, ",\"variables\":");
	out_decimal(&out, count_variables());
	out_byte(&out, '}');
	line_write(l, text, out.at);
}

/* Is it what the command has started? Nothing is written of that before. */
static int is_commands(const struct line *l, const char *command)
{
	return command && strcmp(command, name_given) == 0 &&
	       (!l->how->main || l->how->main == l->tid);
}

void hook_trace_begin(const struct hook_trace *how, int told,
		      const char *command)
{
	const uint64_t arg[6] = {(uintptr_t)name_given, (uintptr_t)arguments,
				 (uintptr_t)variables};
	static int is_told;
	struct thread *t = thread_self();
	struct line l;

	if (is_told || !t || lines_ready(t) != 0)
		return;
	is_told = 1;
	line_begin(&l, t, how, 0);
	l.locked = 1; /* scripts are being loaded */
	begin_values(&l, __NR_execve, arg);
	decode_done(&l.d, 0);
	if (told)
		write_exec(&l, is_commands(&l, command) ||
				       how->status == HOOK_TRACE_SUCCESSFUL);
	if (how->json && command)
		write_program(&l);
}
