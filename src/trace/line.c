/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What lines have in common: their heads, their ends, and the times. */
#include "trace/line.h"

#include <linux/fcntl.h>
#include <linux/prctl.h>
#include <linux/time.h>
#include <linux/time_types.h>

#include "base/gate.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "intercept/vdso.h"
#include "tables/tables.h"
#include "thread/seccomp_filters.h"
#include "trace/frames.h"
#include "trace/output.h"

#define BILLION 1000000000u
#define DAY 86400
#define COMM 16

long line_issue(const struct SyscallRegs *regs)
{
	return !seccomp_filters_any || seccomp_filters_may(thread_known(), regs)
		       ? gate_issue(regs)
		       : SECCOMP_FILTERS_REFUSED;
}

long line_ask(long nr, uint64_t a, uint64_t b, uint64_t c)
{
	const struct SyscallRegs regs = {
		.rax = (uint64_t)nr, .rdi = a, .rsi = b, .rdx = c};

	return line_issue(&regs);
}

/* --- times ------------------------------------------------------------------
 */

static uint64_t read_clock(struct thread *t, int clock)
{
	struct __kernel_timespec time = {0};
	uint64_t ns = vdso_clock_of(t, clock);

	if (ns)
		return ns;
	line_ask(__NR_clock_gettime, (uint64_t)clock, (uintptr_t)&time, 0);
	return (uint64_t)time.tv_sec * BILLION + (uint64_t)time.tv_nsec;
}

uint64_t line_now(struct thread *t)
{
	return read_clock(t, CLOCK_MONOTONIC);
}

uint64_t line_wall(const struct line *l)
{
	if (!l->how->time && !l->how->json)
		return 0;
	return read_clock(l->t, CLOCK_REALTIME) / 1000;
}

static void pad_number(struct decode_out *out, uint64_t value,
		       unsigned int width, char fill)
{
	uint64_t least = 10;

	for (unsigned int n = 1; n < width; n++, least *= 10)
		if (value < least)
			out_byte(out, fill);
	out_decimal(out, value);
}

/* Seconds, a point, and so many digits of what is of that many units. */
static void add_seconds(struct decode_out *out, uint64_t value, uint64_t units,
			unsigned int digits)
{
	out_decimal(out, value / units);
	out_byte(out, '.');
	pad_number(out, value % units, digits, '0');
}

static void add_time_of_day(struct decode_out *out,
			    const struct hook_trace *how, uint64_t wall)
{
	uint64_t s = (wall / 1000000 + (uint64_t)(DAY + how->zone)) % DAY;

	if (how->time == 3) {
		add_seconds(out, wall, 1000000, 6);
		out_byte(out, ' ');
		return;
	}
	pad_number(out, s / 3600, 2, '0');
	out_byte(out, ':');
	pad_number(out, s / 60 % 60, 2, '0');
	out_byte(out, ':');
	pad_number(out, s % 60, 2, '0');
	if (how->time == 2) {
		out_byte(out, '.');
		pad_number(out, wall % 1000000, 6, '0');
	}
	out_byte(out, ' ');
}

/* Since the line before, of any thread. */
static void add_passed(struct decode_out *out, uint64_t now)
{
	static uint64_t last;
	uint64_t before = __atomic_exchange_n(&last, now, __ATOMIC_RELAXED);
	uint64_t passed = before && now > before ? now - before : 0;

	pad_number(out, passed / BILLION, 6, ' ');
	out_byte(out, '.');
	pad_number(out, passed / 1000 % 1000000, 6, '0');
	out_byte(out, ' ');
}

/* --- heads ------------------------------------------------------------------
 */

static int tid_of(const struct thread *t)
{
	return t->tid && !t->vfork ? t->tid : thread_own_tid();
}

static int pid_of(struct thread *t)
{
	if (t->vfork)
		return thread_own_pid();
	if (!t->pid)
		t->pid = thread_own_pid();
	return t->pid;
}

void line_begin(struct line *l, struct thread *t, const struct hook_trace *how,
		uintptr_t frame)
{
	l->t = t;
	l->how = how;
	l->frame = frame;
	l->tid = tid_of(t);
	l->locked = 0;
	l->start = 0;
	l->level = OUTPUT_APART;
	l->stack = NULL;
	l->signal = 0;
}

static void add_text_head(const struct line *l, struct decode_out *out,
			  uint64_t wall, uint64_t now)
{
	const struct hook_trace *how = l->how;

	if (!how->main) {
		out_decimal(out, (uint64_t)l->tid);
		out_byte(out, ' ');
	} else if (l->tid != how->main) {
		OUT_TEXT(out, "[pid ");
		pad_number(out, (uint64_t)l->tid, 5, ' ');
		OUT_TEXT(out, "] ");
	}
	if (how->relative)
		add_passed(out, now);
	if (how->time)
		add_time_of_day(out, how, wall);
}

static void add_comm(struct decode_out *out)
{
	struct decode_json json;
	char comm[COMM] = "";

	line_ask(__NR_prctl, PR_GET_NAME, (uintptr_t)comm, 0);
	comm[COMM - 1] = '\0';
	decode_json_begin(&json, out->at, (size_t)(out->end - out->at));
	decode_json_bytes(&json, comm, strlen(comm));
	out->at = json.out.at;
}

/* An event of the format that Chrome's tracing and Perfetto read. */
static void add_event_head(struct line *l, struct decode_out *out)
{
	OUT_TEXT(out, "{\"ph\":\"X\",\"pid\":");
	out_decimal(out, (uint64_t)pid_of(l->t));
	OUT_TEXT(out, ",\"tid\":");
	out_decimal(out, (uint64_t)l->tid);
	out_byte(out, ',');
}

static void add_json_head(struct line *l, struct decode_out *out, uint64_t wall)
{
	OUT_TEXT(out, "{\"time\":");
	add_seconds(out, wall, 1000000, 6);
	OUT_TEXT(out, ",\"pid\":");
	out_decimal(out, (uint64_t)pid_of(l->t));
	OUT_TEXT(out, ",\"tid\":");
	out_decimal(out, (uint64_t)l->tid);
	OUT_TEXT(out, ",\"comm\":");
	add_comm(out);
	out_byte(out, ',');
}

void line_head(struct line *l, uint64_t wall, uint64_t now)
{
	struct decode_out out = {l->head, l->head, l->head + sizeof(l->head),
				 0};

	if (l->how->timeline)
		add_event_head(l, &out);
	else if (l->how->json)
		add_json_head(l, &out, wall);
	else
		add_text_head(l, &out, wall, now);
	l->head_n = decode_length(&out);
}

void line_known_head(struct line *l, const struct lines_record *r)
{
	l->head_n = r->head;
	memcpy(l->head, lines_text(l->t, r) - r->head, r->head);
}

void line_open(struct line *l, struct lines_record *r, uint64_t start,
	       int is_exec)
{
	char *limit, *text = line_place(l, &limit);
	struct decode_out out = {text, text, limit, 0};

	line_halves(l);
	line_head(l, r->wall, start);
	r->head = (uint8_t)l->head_n;
	memcpy(lines_text(l->t, r) - r->head, l->head, r->head);
	if (!text)
		return;
	out_add(&out, lines_text(l->t, r), r->prefix);
	if (l->how->json)
		OUT_TEXT(&out, "}}");
	else if (r->waiting < r->count && out.at[-1] != '(')
		OUT_TEXT(&out, ", ");
	memcpy(text - r->head, l->head, r->head);
	r->open = 1;
	output_open(l->t, r->level, text - r->head,
		    decode_length(&out) + r->head, start, is_exec);
}

/* --- lines ------------------------------------------------------------------
 */

struct decode_out *line_sink(struct line *l, char *at, char *end)
{
	size_t size = (size_t)(end - at);

	if (l->how->json) {
		decode_json_begin(&l->to.json, at, size);
		l->d.sink = &l->to.json.sink;
		return &l->to.json.out;
	}
	decode_text_begin(&l->to.text, at, size);
	l->d.sink = &l->to.text.sink;
	return &l->to.text.out;
}

/* What ends a line: the result, its marks, the time. */
#define END_ROOM 512

char *line_place(struct line *l, char **limit)
{
	char *at = lines_free(l->t, limit) + LINES_HEAD;

	*limit -= END_ROOM + l->how->column;
	return *limit > at ? at : NULL;
}

void line_write(struct line *l, char *text, char *end)
{
	char *start = text - l->head_n;

	memcpy(start, l->head, l->head_n);
	*end++ = '\n';
	output_write(l->t, start, (size_t)(end - start), l->level, l->locked);
}

void line_name(struct decode_out *out, long nr)
{
	const char *name = tables_syscall_name(nr);

	if (name) {
		out_add(out, name, strlen(name));
		return;
	}
	OUT_TEXT(out, "call_");
	out_signed(out, nr);
}

void line_resumed(struct decode_out *out, long nr)
{
	OUT_TEXT(out, "<... ");
	line_name(out, nr);
	OUT_TEXT(out, " resumed>");
}

/* --- halves -----------------------------------------------------------------
 */

static struct lines_record *outermost(const struct line *l)
{
	struct lines_record *r = lines_last(l->t), *found = NULL;

	for (; r; r = lines_outer(l->t, r))
		if (r->frame != l->frame && !r->begun && !r->whole)
			found = r;
	return found;
}

void line_half(struct line *l, struct lines_record *r)
{
	char *limit, *text = line_place(l, &limit);
	struct decode_out out = {text, text, limit, 0};
	struct line half;

	r->begun = 1;
	if (!text)
		return;
	half.t = l->t;
	half.how = &r->how;
	half.tid = r->tid;
	half.locked = l->locked;
	half.level = r->open ? r->level : OUTPUT_APART;
	half.stack = r->frame == l->frame ? l->stack : NULL;
	half.signal = 0;
	r->open = 0;
	out_add(&out, lines_text(l->t, r), r->prefix);
	if (r->waiting < r->count && out.at[-1] != '(')
		OUT_TEXT(&out, ", ");
	OUT_TEXT(&out, " <unfinished ...>");
	frames_add(&half, &out);
	if (r->head)
		line_known_head(&half, r);
	else
		line_head(&half, r->wall, r->how.relative ? line_now(l->t) : 0);
	line_write(&half, text, out.at);
}

void line_halves(struct line *l)
{
	struct lines_record *r;

	while ((r = outermost(l)))
		line_half(l, r);
}

/* --- ends -------------------------------------------------------------------
 */

static void add_injected(struct decode_out *out, uint8_t injected)
{
	if (injected & HOOK_INJECTED_ANSWER)
		OUT_TEXT(out, " (INJECTED)");
	if (injected & HOOK_INJECTED_DELAY)
		OUT_TEXT(out, " (DELAYED)");
}

static void add_text_result(struct line *l, struct decode_out *out,
			    uint8_t injected, uint64_t took)
{
	size_t n;

	out_byte(out, ')');
	n = decode_length(out) + l->head_n;
	for (; n + 1 < l->how->column; n++)
		out_byte(out, ' ');
	OUT_TEXT(out, " = ");
	line_sink(l, out->at, out->end);
	decode_result(&l->d);
	out->at = l->to.text.out.at;
	out->full |= l->to.text.out.full;
	if (!l->d.done)
		return;
	add_injected(out, injected);
	if (!l->how->took || took == LINE_NO_TIME)
		return;
	OUT_TEXT(out, " <");
	add_seconds(out, took / 1000, 1000000, 6);
	out_byte(out, '>');
}

static void end_text(struct line *l, struct decode_out *out, uint8_t injected,
		     uint64_t took)
{
	add_text_result(l, out, injected, took);
	frames_add(l, out);
}

/* What the result means, if that is more than the number. */
static void add_meaning(struct line *l, struct decode_out *out)
{
	static const char key[] = ",\"result\":";
	char *at = out->at + sizeof(key) - 1;

	char digits[24];
	struct decode_out number = {digits, digits, digits + sizeof(digits), 0};
	size_t n;

	if (at >= out->end)
		return;
	line_sink(l, at, out->end);
	decode_meaning(&l->d);
	out->full |= l->to.json.out.full;
	n = decode_length(&l->to.json.out);
	out_signed(&number, l->d.ret);
	if (!n || (n == decode_length(&number) && memcmp(at, digits, n) == 0))
		return;
	memcpy(out->at, key, sizeof(key) - 1);
	out->at = l->to.json.out.at;
}

static void add_json_result(struct line *l, struct decode_out *out)
{
	const char *error = l->d.failed ? tables_errno_name((int)-l->d.ret)
					: NULL;

	OUT_TEXT(out, ",\"ret\":");
	out_signed(out, l->d.ret);
	add_meaning(l, out);
	if (!error)
		return;
	OUT_TEXT(out, ",\"error\":\"");
	out_add(out, error, strlen(error));
	out_byte(out, '"');
}

static void end_json(struct line *l, struct decode_out *out, uint8_t injected,
		     uint64_t took)
{
	static const char words[][7] = {"answer", "delay", "both"};

	out_byte(out, '}');
	if (l->d.done) {
		add_json_result(l, out);
		OUT_TEXT(out, ",\"took\":");
		add_seconds(out, took, BILLION, 9);
	}
	if (l->d.done && injected) {
		const char *word = words[injected - 1];

		OUT_TEXT(out, ",\"injected\":\"");
		out_add(out, word, strlen(word));
		out_byte(out, '"');
	}
	out->end--; /* for the brace */
	frames_add(l, out);
	out->end++;
	out_byte(out, '}');
}

/* us, with three more digits */
static void add_microseconds(struct decode_out *out, uint64_t ns)
{
	add_seconds(out, ns, 1000, 3);
}

/* Its result is one of its arguments there. */
static void end_event(struct line *l, struct decode_out *out, uint64_t took)
{
	int parted = out->at[-1] != '{';

	if (l->d.done) {
		char *at = out->at;

		add_json_result(l, out);
		if (!parted && out->at > at) { /* without the comma */
			memmove(at, at + 1, (size_t)(out->at - at - 1));
			out->at--;
		}
	}
	OUT_TEXT(out, "},\"cat\":\"");
	if (l->d.failed)
		OUT_TEXT(out, "failed");
	else
		OUT_TEXT(out, "call");
	OUT_TEXT(out, "\",\"ts\":");
	add_microseconds(out, l->start);
	OUT_TEXT(out, ",\"dur\":");
	add_microseconds(out, took == LINE_NO_TIME ? 0 : took);
	OUT_TEXT(out, "},");
}

void line_end(struct line *l, struct decode_out *out, uint8_t injected,
	      uint64_t took)
{
	out->end += END_ROOM - 1 + l->how->column;
	if (l->how->timeline)
		end_event(l, out, took);
	else if (l->how->json)
		end_json(l, out, injected, took);
	else
		end_text(l, out, injected, took);
}
