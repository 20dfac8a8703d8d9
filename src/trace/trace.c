/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Lines about calls. What is known of the arguments before a call is written
 * into a record then, for the call may change it; the rest, and the line, when
 * it is over. Of what the program is about to see, that is: the registers are
 * those of its frame, and the result is what hooks have made of it.
 */
#include "trace/trace.h"

#include <asm/socket.h>

#include "base/frame.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "trace/events.h"
#include "trace/line.h"
#include "trace/lines.h"

/* What is done on the stack for lines. */
struct work {
	struct call *call;
	const struct hook_rule *rule;
	uint64_t start;
	uint64_t took;
	int follows; /* a record is kept, or the line is made afterwards */
};

/* What a call's arguments are in the text: what is between two of them. */
static const struct look {
	char between[2];
	uint8_t n;
} looks[] = {{", ", 2}, {",", 1}};

/* --- the path of a descriptor -----------------------------------------------
 */

static long find_path(struct decode *d, int fd, char *path, size_t size)
{
	static const char cwd[] = "/proc/thread-self/cwd";
	char link[40];

	(void)d;
	nolibc_format(link, sizeof(link), "/proc/thread-self/fd/%d", fd);
	return line_ask(__NR_readlink, (uintptr_t)(fd == -100 ? cwd : link),
			(uintptr_t)path, size);
}

#define AF_NETLINK 16

/* A number that a socket has; -1: it is none. */
static int find_number(int fd, uint64_t name)
{
	int value = -1;
	uint32_t size = sizeof(value);
	const struct SyscallRegs regs = {
		.rax = __NR_getsockopt,
		.rdi = (uint64_t)fd,
		.rsi = SOL_SOCKET,
		.rdx = name,
		.r10 = (uintptr_t)&value,
		.r8 = (uintptr_t)&size,
	};

	return line_issue(&regs) == 0 ? value : -1;
}

static int find_netlink(struct decode *d, int fd)
{
	(void)d;
	return find_number(fd, SO_DOMAIN) == AF_NETLINK
		       ? find_number(fd, SO_PROTOCOL)
		       : -1;
}

static const struct decode_host with_paths = {find_path, find_netlink};
static const struct decode_host without_paths = {NULL, find_netlink};

/* --- the walk ---------------------------------------------------------------
 */

/* As the program has made the call. */
static void begin_walk(struct line *l, const struct call *call)
{
	const struct frame *f = call->frame;
	const uint64_t arg[6] = {f->rdi, f->rsi, f->rdx, f->r10, f->r8, f->r9};

	decode_begin(&l->d, call->nr, arg);
	l->d.sp = f->rsp;
	l->d.strings = l->how->strings;
	l->d.host = l->how->fds ? &with_paths : &without_paths;
	l->d.scratch = lines_path(l->t);
	l->d.scratch_size = LINES_PATH;
}

static void begin_line(struct line *l, const struct call *call,
		       const struct hook_trace *how)
{
	line_begin(l, call->thread, how, (uintptr_t)call->frame);
	begin_walk(l, call);
}

static void add_begin(struct line *l, struct decode_out *out)
{
	if (l->how->json)
		OUT_TEXT(out, "\"name\":\"");
	line_name(out, l->d.nr);
	if (l->how->json)
		OUT_TEXT(out, "\",\"args\":{");
	else
		out_byte(out, '(');
}

/* One argument at out->at, behind what parts it from the one before. */
static enum decode_shown add_argument(struct line *l, struct decode_out *out,
				      unsigned int i, int parted)
{
	const struct look *look = &looks[l->how->json];
	char *at = out->at + (parted ? look->n : 0);
	struct decode_out *to;
	enum decode_shown shown;

	if (at >= out->end) {
		out->full = 1;
		return DECODE_ABSENT;
	}
	to = line_sink(l, at, out->end);
	shown = decode_argument(&l->d, i);
	out->full |= to->full;
	if (shown != DECODE_SHOWN)
		return shown;
	if (parted)
		memcpy(out->at, look->between, look->n);
	out->at = to->at;
	return shown;
}

/* The same of one that waits for a result that is not to be had. */
static void add_register(struct line *l, struct decode_out *out, unsigned int i,
			 int parted)
{
	const struct look *look = &looks[l->how->json];
	struct decode_out *to;

	if (parted)
		out_add(out, look->between, look->n);
	to = line_sink(l, out->at, out->end);
	decode_register(&l->d, i);
	out->full |= to->full;
	out->at = to->at;
}

/* --- before -----------------------------------------------------------------
 */

static unsigned int count_arguments(long nr)
{
	unsigned int n = decode_count(nr);

	return n < LINES_ARGUMENTS ? n : LINES_ARGUMENTS;
}

/* What is known, into the record: those in front of the first that waits as
 * they will stand in the line, those behind it one by one. */
static void add_known(struct line *l, struct decode_out *out,
		      struct lines_record *r)
{
	int some = 0;

	r->count = (uint8_t)count_arguments(l->d.nr);
	r->waiting = r->count;
	for (unsigned int i = 0; i < r->count; i++) {
		enum decode_shown shown =
			add_argument(l, out, i, some && r->waiting == r->count);

		r->state[i] = shown == DECODE_SHOWN    ? LINES_KNOWN
			      : shown == DECODE_ABSENT ? LINES_ABSENT
						       : LINES_WAITS;
		r->end[i] = (uint32_t)decode_length(out);
		some |= shown == DECODE_SHOWN;
		if (shown != DECODE_WAITS || r->waiting != r->count)
			continue;
		r->waiting = (uint8_t)i;
		r->prefix = r->end[i];
	}
	r->n = (uint32_t)decode_length(out);
	if (r->waiting == r->count)
		r->prefix = r->n;
}

static void fill_record(struct line *l, struct lines_record *r,
			const struct work *work)
{
	const struct hook_rule *rule = work->rule;

	r->how = *rule->trace;
	r->tid = l->tid;
	r->begun = 0;
	r->whole = rule->results || r->how.status != HOOK_TRACE_ALL ||
		   r->how.json;
	r->saved_bits = l->d.saved_bits;
	if (r->saved_bits)
		memcpy(r->saved, l->d.saved, sizeof(r->saved));
	r->wall = line_wall(l);
}

/* The record of the call; NULL: there is no memory for it. */
static struct lines_record *make_record(struct line *l, const struct work *work)
{
	const struct call *call = work->call;

	for (;;) {
		struct lines_record *r = lines_push(
			l->t, (uintptr_t)call->frame, work->rule->since);
		struct decode_out out = {.full = 1};

		if (r) {
			out.start = out.at = lines_free(l->t, &out.end);
			out.full = out.start >= out.end;
		}
		if (r && !out.full) {
			begin_walk(l, call);
			add_begin(l, &out);
			add_known(l, &out, r);
		}
		if (r && !out.full) {
			fill_record(l, r, work);
			lines_keep(l->t, r);
			return r;
		}
		if (r)
			lines_drop(l->t);
		if (lines_grow(l->t) != 0)
			return NULL;
	}
}

static int is_one_way(long nr)
{
	return nr == __NR_exit || nr == __NR_exit_group ||
	       nr == __NR_rt_sigreturn;
}

static int is_exec(long nr)
{
	return nr == __NR_execve || nr == __NR_execveat;
}

/* --- after ------------------------------------------------------------------
 */

/* Those from the first one that waits on; parted: there are some in front. */
static void add_rest(struct line *l, struct decode_out *out,
		     const struct lines_record *r, int parted)
{
	const char *text = lines_text(l->t, r);
	const struct look *look = &looks[l->how->json];

	for (unsigned int i = r->waiting; i < r->count; i++) {
		uint32_t from = i ? r->end[i - 1] : r->prefix;

		if (r->state[i] == LINES_KNOWN) {
			if (parted)
				out_add(out, look->between, look->n);
			out_add(out, text + from, r->end[i] - from);
			parted = 1;
		} else if (r->state[i] == LINES_WAITS && l->d.done) {
			parted |= add_argument(l, out, i, parted) ==
				  DECODE_SHOWN;
		} else if (r->state[i] == LINES_WAITS) {
			add_register(l, out, i, parted);
			parted = 1;
		}
	}
}

static int has_known(const struct lines_record *r)
{
	for (unsigned int i = 0; i < r->waiting; i++)
		if (r->state[i] == LINES_KNOWN)
			return 1;
	return 0;
}

/* All arguments of a call of which nothing was kept. */
static void add_all(struct line *l, struct decode_out *out)
{
	unsigned int n = count_arguments(l->d.nr);
	int parted = 0;

	for (unsigned int i = 0; i < n; i++) {
		enum decode_shown shown = add_argument(l, out, i, parted);

		if (shown == DECODE_WAITS)
			add_register(l, out, i, parted);
		parted |= shown != DECODE_ABSENT;
	}
}

/* The text up to the last argument, in what is free of the room, or where it
 * stands already. */
static void add_arguments(struct line *l, struct decode_out *out,
			  const struct lines_record *r)
{
	if (!r) {
		add_begin(l, out);
		add_all(l, out);
	} else if (r->begun) {
		line_resumed(out, l->d.nr);
		add_rest(l, out, r, 0);
	} else {
		out_add(out, lines_text(l->t, r), r->prefix);
		add_rest(l, out, r, has_known(r));
	}
}

/* Is the text as it is to stand in the line, but for its end? */
static int is_complete(const struct line *l, const struct lines_record *r)
{
	return r && !r->begun && r->waiting == r->count &&
	       lines_is_last(l->t, r);
}

static void begin_end(struct line *l, const struct work *work,
		      const struct lines_record *r)
{
	begin_walk(l, work->call);
	if (r && r->saved_bits) {
		memcpy(l->d.saved, r->saved, sizeof(r->saved));
		l->d.saved_bits = r->saved_bits;
	}
	if (work->call->done)
		decode_done(&l->d, (int64_t)work->call->regs.rax);
}

/* Returns -1: it needs more room. last: it makes do with what there is. */
static int try_line(struct line *l, const struct work *work,
		    const struct lines_record *r, int last)
{
	char *limit, *text = line_place(l, &limit);
	struct decode_out out;

	if (!text)
		return -1;
	begin_end(l, work, r);
	if (is_complete(l, r)) {
		text = lines_text(l->t, r);
		out = (struct decode_out){text, text + r->n, limit, 0};
	} else {
		out = (struct decode_out){text, text, limit, 0};
		add_arguments(l, &out, r);
	}
	if (out.full && !last)
		return -1;
	if (out.full && l->how->json) { /* half of it would be none */
		out = (struct decode_out){text, text, limit, 0};
		add_begin(l, &out);
	}
	out.full = 0;
	line_end(l, &out, work->call->injected, work->took);
	if (out.full && !last)
		return -1;
	line_write(l, text, out.at);
	return 0;
}

/* Of a call that is over, or of which no more will be known. r: what was known
 * before; NULL: nothing is. */
static void write_call(struct line *l, const struct work *work,
		       const struct lines_record *r)
{
	const struct call *call = work->call;
	uint32_t rule = work->rule->since;
	int is_half = r && r->begun;

	l->start = work->start;
	l->stack = is_half && is_exec(call->nr) ? NULL : call->frame;
	line_halves(l);
	if (r && r->head && !is_half)
		line_known_head(l, r);
	else
		line_head(l, r && !is_half ? r->wall : line_wall(l),
			  is_half && l->how->relative ? line_now(l->t)
						      : work->start);
	while (try_line(l, work, r, 0) != 0) {
		if (lines_grow(l->t) != 0) {
			try_line(l, work, r, 1);
			return;
		}
		r = r ? lines_find(l->t, l->frame, rule) : NULL;
	}
}

/* --- lines ------------------------------------------------------------------
 */

/* Of a call that may not come back: what there is to say is said before. */
static void write_before(struct line *l, const struct work *work,
			 struct lines_record *r)
{
	long nr = work->call->nr;

	if (r->how.status != HOOK_TRACE_ALL || work->rule->results ||
	    r->how.timeline) /* an event has a duration */
		return;
	l->stack = work->call->frame;
	if (is_one_way(nr) || !r->how.execs)
		write_call(l, work, r);
	else if (!r->how.json)
		line_half(l, r);
}

/* Has no other rule a record of the call? The line of one is enough. */
static int is_outermost(const struct thread *t, const struct lines_record *r)
{
	const struct lines_record *outer = lines_own_outer(t, r);

	return !outer || outer->frame != r->frame;
}

static void run_enter(void *arg)
{
	struct work *work = arg;
	const struct call *call = work->call;
	struct lines_record *r;
	struct line l;

	begin_line(&l, call, work->rule->trace);
	r = make_record(&l, work);
	if (r && (is_one_way(call->nr) || is_exec(call->nr)))
		write_before(&l, work, r);
	if (output_is_read() && !l.how->timeline && r &&
	    !is_one_way(call->nr) && !r->begun && is_outermost(l.t, r))
		line_open(&l, r, line_now(l.t),
			  is_exec(call->nr) && r->how.execs);
	work->follows = !is_one_way(call->nr);
	if (!work->follows)
		lines_pop(l.t, l.frame);
}

static int is_child(const struct call *call, const struct trace_call *traced)
{
	const struct thread *t = call->thread;

	if (call->regs.rax || !call->done)
		return 0;
	switch (call->nr) {
	case __NR_fork:
	case __NR_vfork:
	case __NR_clone:
	case __NR_clone3:
		return !t->tid || t->tid != traced->tid;
	default:
		return 0;
	}
}

static void run_exit(void *arg)
{
	const struct work *work = arg;
	const struct call *call = work->call;
	struct lines_record *r;
	struct line l;

	begin_line(&l, call, work->rule->trace);
	r = lines_find(l.t, l.frame, work->rule->since);
	if (r && r->open)
		l.level = r->level;
	if (r)
		r->open = 0;
	write_call(&l, work, r);
}

/* --- the clock --------------------------------------------------------------
 */

struct reading {
	struct thread *t;
	uint64_t now;
};

static void run_clock(void *arg)
{
	struct reading *reading = arg;

	reading->now = line_now(reading->t);
}

/* The vDSO's clock takes more of the stack than the program's may have left. */
static uint64_t read_now(struct thread *t)
{
	struct reading reading = {.t = t};

	if (lines_ready(t) != 0)
		return line_now(t);
	lines_run(t, run_clock, &reading);
	return reading.now;
}

/* --- for rules.c ------------------------------------------------------------
 */

static int is_failed(const struct call *call)
{
	int64_t ret = (int64_t)call->regs.rax;

	return ret < 0 && ret >= -4095;
}

static int is_wanted(const struct call *call, const struct hook_trace *how)
{
	if (how->status == HOOK_TRACE_ALL)
		return 1;
	return call->done &&
	       is_failed(call) == (how->status == HOOK_TRACE_FAILED);
}

int trace_enter(struct trace_call *traced, struct call *call,
		const struct hook_rule *rule)
{
	const struct hook_trace *how = rule->trace;
	struct thread *t = call->thread;
	struct work work = {.call = call, .rule = rule};

	if (how->events) {
		if (lines_ready(t) == 0)
			events_exit(call, how);
		return 0;
	}
	if (traced->begins) {
		traced->begins = 0;
		traced->tid = t->tid;
		lines_forget(t, (uintptr_t)call->frame);
	}
	traced->timed |= how->timed;
	if (how->after)
		return 1;
	if (lines_ready(t) != 0)
		return 1;
	if (how->relative)
		work.start = read_now(t);
	lines_run(t, run_enter, &work);
	return work.follows;
}

void trace_leave(struct trace_call *traced, struct thread *t)
{
	if (traced->timed)
		traced->start = read_now(t);
}

void trace_return(struct trace_call *traced, struct call *call)
{
	if (traced->timed)
		call->took = read_now(call->thread) - traced->start;
}

void trace_exit(struct trace_call *traced, struct call *call,
		const struct hook_rule *rule)
{
	struct thread *t = call->thread;
	struct work work = {
		.call = call,
		.rule = rule,
		.start = traced->timed ? traced->start : 0,
		.took = traced->timed ? call->took : 0,
	};

	if (!is_wanted(call, rule->trace) || is_child(call, traced))
		return;
	if (lines_ready(t) != 0)
		log_lose();
	else
		lines_run(t, run_exit, &work);
}

void trace_forget(struct call *call)
{
	struct lines_record *r = lines_own_last(call->thread);

	for (; r && r->frame == (uintptr_t)call->frame;
	     r = lines_own_outer(call->thread, r)) {
		if (r->open)
			output_forget(call->thread, r->level);
		r->open = 0;
	}
	lines_pop(call->thread, (uintptr_t)call->frame);
}
