/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* src/trace without a program: rooms and records, heads and ends of lines,
 * first halves, events, and where lines go. */
#include <linux/auxvec.h>
#include <sys/syscall.h>

#include "base/log.h"
#include "thread/lock.h"
#include "thread/seccomp_filters.h"
#include "trace/events.h"
#include "trace/line.h"
#include "trace/lines.h"
#include "trace/output.h"
#include "trace/trace.h"
#include "trace_below.h"
#include "unit.h"

/* --- rooms -------------------------------------------------------------------
 */

/* A record with that text. */
static struct lines_record *push(uintptr_t frame, uint32_t rule,
				 const char *text)
{
	struct lines_record *r = lines_push(&the_thread, frame, rule);

	ck_assert_ptr_nonnull(r);
	r->n = r->prefix = (uint32_t)strlen(text);
	r->count = r->waiting = 1;
	r->begun = r->whole = r->saved_bits = 0;
	r->tid = 42;
	r->wall = 0;
	r->how = (struct hook_trace){.main = 42, .strings = 32};
	memcpy(lines_text(&the_thread, r), text, r->n);
	lines_keep(&the_thread, r);
	return r;
}

static void ready(void)
{
	the_thread.tid = 42;
	ck_assert_int_eq(lines_ready(&the_thread), 0);
}

START_TEST(records_lie_in_each_other)
{
	struct lines_record *a, *b, *c;
	char *end;

	ck_assert_ptr_null(lines_last(&the_thread)); /* without a room */
	lines_pop(&the_thread, 0x3000);
	ready();
	ck_assert_ptr_null(lines_last(&the_thread));
	a = push(0x3000, 1, "a(");
	b = push(0x3000, 2, "b(");
	c = push(0x2000, 1, "a longer one(");
	ck_assert_uint_eq(a->level, 0);
	ck_assert_uint_eq(b->level, 1);
	ck_assert_uint_eq(c->level, 2);
	ck_assert_ptr_eq(lines_last(&the_thread), c);
	ck_assert_ptr_eq(lines_outer(&the_thread, c), b);
	ck_assert_ptr_eq(lines_outer(&the_thread, b), a);
	ck_assert_ptr_null(lines_outer(&the_thread, a));
	ck_assert_ptr_eq(lines_find(&the_thread, 0x3000, 1), a);
	ck_assert_ptr_eq(lines_find(&the_thread, 0x3000, 2), b);
	ck_assert_ptr_null(lines_find(&the_thread, 0x2000, 2));
	ck_assert_int_eq(memcmp(lines_text(&the_thread, b), "b(", 2), 0);
	ck_assert(lines_free(&the_thread, &end) >=
		  lines_text(&the_thread, c) + strlen("a longer one("));
	ck_assert(lines_is_last(&the_thread, c));
	ck_assert(!lines_is_last(&the_thread, b));
	lines_pop(&the_thread, 0x1000); /* of no call */
	ck_assert_ptr_eq(lines_last(&the_thread), c);
	lines_drop(&the_thread);
	ck_assert_ptr_eq(lines_last(&the_thread), b);
	push(0x2000, 1, "c(");
	lines_pop(&the_thread, 0x3000); /* with what is behind it */
	ck_assert_ptr_null(lines_last(&the_thread));
	ck_assert_uint_eq(the_thread.lines.top, 0);
}
END_TEST

START_TEST(a_room_grows_and_shrinks)
{
	struct lines_record *r;
	char *end, *begin;
	size_t size = 0;

	ready();
	begin = lines_free(&the_thread, &end);
	push(0x3000, 1, "kept(");
	while (lines_grow(&the_thread) == 0) {
		const char *at = lines_free(&the_thread, &end);

		r = lines_last(&the_thread);
		ck_assert_uint_eq(r->frame, 0x3000);
		ck_assert_int_eq(memcmp(lines_text(&the_thread, r), "kept(", 5),
				 0);
		ck_assert_uint_gt((size_t)(end - at), size);
		size = (size_t)(end - at);
		memset((char *)(uintptr_t)at, 'x', size); /* all of it */
		ck_assert_int_eq(pages, 2);
	}
	ck_assert_uint_gt(size, 8 << 20);
	ck_assert_uint_le(size, 64 << 20);
	lines_pop(&the_thread, 0x3000);
	ck_assert_int_eq(pages, 1);
	ck_assert_ptr_eq(lines_free(&the_thread, &end), begin);
}
END_TEST

START_TEST(there_is_no_memory)
{
	struct lines_record *r;
	int n = 0;

	pages_left = 0;
	ck_assert_int_eq(lines_ready(&the_thread), -1);
	pages_left = 1;
	ready();
	ck_assert_int_eq(lines_grow(&the_thread), -1);
	while ((r = lines_push(&the_thread, 0x3000, 1))) {
		char *end, *at = lines_free(&the_thread, &end);

		ck_assert(at <= end);
		r->n = 1000;
		if (at + r->n > end)
			break;
		lines_keep(&the_thread, r);
		n++;
	}
	ck_assert_int_gt(n, 30);
	lines_pop(&the_thread, 0x3000);
	push(0x3000, 1, "there is room again(");
}
END_TEST

/* By siglongjmp: the stack pointer is back at their frames, or above. */
START_TEST(calls_that_were_left_are_forgotten)
{
	struct lines_record *outer, *inner;

	ready();
	outer = push(0x3000, 1, "outer(");
	inner = push(0x2000, 1, "inner(");
	lines_forget(&the_thread, 0x1000);
	ck_assert_ptr_eq(lines_last(&the_thread), inner);
	lines_forget(&the_thread, 0x2000);
	ck_assert_ptr_eq(lines_last(&the_thread), outer);
	push(0x2000, 1, "inner(");
	lines_forget(&the_thread, 0x4000);
	ck_assert_ptr_null(lines_last(&the_thread));

	/* A vfork child's calls, above its parent's. */
	outer = push(0x3000, 1, "vfork(");
	the_thread.lines.base = the_thread.lines.last;
	push(0x2000, 1, "child's(");
	lines_forget(&the_thread, 0x5000);
	ck_assert_ptr_eq(lines_last(&the_thread), outer);
	the_thread.lines.base = 0;

	/* A handler's, on the alternate stack, which lies above. */
	the_thread.alt.start = 0x10000;
	the_thread.alt.end = 0x20000;
	lines_forget(&the_thread, 0x18000);
	ck_assert_ptr_eq(lines_last(&the_thread), outer);
	inner = push(0x18000, 1, "handler's(");
	lines_forget(&the_thread, 0x17000);
	ck_assert_ptr_eq(lines_last(&the_thread), inner);
	lines_forget(&the_thread, 0x2000); /* below the outer one, but off that
					    * stack
					    */
	ck_assert_ptr_eq(lines_last(&the_thread), outer);
}
END_TEST

static uintptr_t ran_at;

static void note_stack(void *arg)
{
	ran_at = (uintptr_t)__builtin_frame_address(0);
	hear(arg, 0, "", 0);
}

START_TEST(lines_have_a_stack_of_their_own)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	uintptr_t room;
	char name[] = "ran";

	ready();
	room = (uintptr_t)the_thread.lines_room;
	lines_run(&the_thread, note_stack, name);
	ck_assert(ran_at > room && ran_at < room + THREAD_LINES_STACK);
	ck_assert_str_eq(heard, "ran 0: \n");
	heard[0] = '\0';
	the_thread.alt.start = here - 65536;
	the_thread.alt.end = here + 65536;
	ran_at = 0;
	lines_run(&the_thread, note_stack, name);
	ck_assert(ran_at > room && ran_at < room + THREAD_LINES_STACK);
	ck_assert_str_eq(heard, "enter 0: \nhide 0: \nran 0: \nshow 0: \nleave "
				"0: \n");
}
END_TEST

/* --- heads and ends ----------------------------------------------------------
 */

static struct hook_trace how;
static struct line l;

/* What a line begins with. */
static const char *head(uint64_t wall, uint64_t now)
{
	line_begin(&l, &the_thread, &how, 0x1000);
	line_head(&l, wall, now);
	ck_assert_uint_lt(l.head_n, sizeof(l.head));
	l.head[l.head_n] = '\0';
	return l.head;
}

/* 1970-01-02 10:17:36.000789 */
#define WALL 123456000789

START_TEST(heads_in_text)
{
	ready();
	ck_assert_str_eq(head(0, 0), "42 ");
	how.main = 42;
	ck_assert_str_eq(head(0, 0), "");
	how.main = 1234567;
	ck_assert_str_eq(head(0, 0), "[pid    42] ");
	the_thread.tid = 123456;
	ck_assert_str_eq(head(0, 0), "[pid 123456] ");
	how.main = 123456;
	how.time = 1;
	ck_assert_str_eq(head(WALL, 0), "10:17:36 ");
	how.time = 2;
	ck_assert_str_eq(head(WALL, 0), "10:17:36.000789 ");
	how.time = 3;
	ck_assert_str_eq(head(WALL, 0), "123456.000789 ");
	how.time = 1;
	how.zone = -11 * 3600; /* the day before */
	ck_assert_str_eq(head(WALL, 0), "23:17:36 ");
	how.zone = 14 * 3600;
	ck_assert_str_eq(head(WALL, 0), "00:17:36 ");
}
END_TEST

START_TEST(heads_with_the_time_that_has_passed)
{
	ready();
	how.main = 42;
	how.relative = 1;
	ck_assert_str_eq(head(0, 5000000000), "     0.000000 ");
	ck_assert_str_eq(head(0, 17001234999), "    12.001234 ");
	ck_assert_str_eq(head(0, 16000000000), "     0.000000 ");
	how.time = 3;
	how.main = 0;
	ck_assert_str_eq(head(WALL, 16000001000), "42      0.000001 "
						  "123456.000789 ");
}
END_TEST

START_TEST(heads_of_objects)
{
	ready();
	how.json = 1;
	ck_assert_str_eq(head(WALL, 0), "{\"time\":123456.000789,\"pid\":41,"
					"\"tid\":42,"
					"\"comm\":\"a \\\"name\\\"\",");
	how.timeline = 1;
	ck_assert_str_eq(head(WALL, 0), "{\"ph\":\"X\",\"pid\":41,\"tid\":42,");
}
END_TEST

/* In a vfork child the record is its parent's. */
START_TEST(heads_of_vfork_children)
{
	struct thread_vfork vfork;

	ready();
	the_thread.tid = the_thread.pid = 99;
	ck_assert_str_eq(head(0, 0), "99 ");
	the_thread.vfork = &vfork;
	ck_assert_str_eq(head(0, 0), "42 ");
	how.json = how.timeline = 1;
	ck_assert_str_eq(head(0, 0), "{\"ph\":\"X\",\"pid\":41,\"tid\":42,");
}
END_TEST

START_TEST(clocks_and_calls_of_our_own)
{
	ready();
	line_begin(&l, &the_thread, &how, 0);
	ck_assert_uint_eq(line_wall(&l), 0); /* is not asked for */
	ck_assert_int_eq(called, 0);
	how.time = 1;
	clocks[0] = 5000000999;
	ck_assert_uint_eq(line_wall(&l), 5000000);
	clocks[1] = 17;
	ck_assert_uint_eq(line_now(&the_thread), 17);
	ck_assert_int_eq(called, 0);
	clocks[1] = 0; /* not by the vDSO */
	ck_assert_uint_eq(line_now(&the_thread), 7000000008);
	ck_assert_int_eq(called, SYS_clock_gettime);
	seccomp_filters_any = 1;
	called = 0;
	ck_assert_int_eq(line_ask(SYS_getpid, 0, 0, 0),
			 SECCOMP_FILTERS_REFUSED);
	ck_assert_int_eq(called, 0);
	may = 1;
	ck_assert_int_eq(line_ask(SYS_getpid, 0, 0, 0), 0);
	ck_assert_int_eq(called, SYS_getpid);
}
END_TEST

static char made[4096];

/* The end of a line that begins with this. */
static const char *ended(const char *begin, long nr, int64_t ret,
			 uint8_t injected, uint64_t took)
{
	static const uint64_t arg[6];
	struct decode_out out = {made, made, made + 1000, 0};

	line_begin(&l, &the_thread, &how, 0x1000);
	line_head(&l, 0, 0);
	decode_begin(&l.d, nr, arg);
	l.d.host = NULL;
	l.d.strings = 32;
	if (ret != INT64_MIN)
		decode_done(&l.d, ret);
	out_add(&out, begin, strlen(begin));
	line_end(&l, &out, injected, took);
	ck_assert(!out.full);
	*out.at = '\0';
	return made;
}

START_TEST(ends_in_text)
{
	ready();
	how.main = 42;
	ck_assert_str_eq(ended("close(3", SYS_close, 0, 0, LINE_NO_TIME), "clos"
									  "e(3)"
									  " = "
									  "0");
	how.column = 12;
	ck_assert_str_eq(ended("close(3", SYS_close, 0, 0, LINE_NO_TIME), "clos"
									  "e(3)"
									  "    "
									  "= "
									  "0");
	ck_assert_str_eq(ended("a_longer_one(3", SYS_close, 0, 0, LINE_NO_TIME),
			 "a_longer_one(3) = 0");
	how.main = 0; /* the head counts */
	ck_assert_str_eq(ended("close(3", SYS_close, 0, 0, LINE_NO_TIME), "clos"
									  "e(3)"
									  " = "
									  "0");
	ck_assert_str_eq(ended("close(", SYS_close, 0, 0, LINE_NO_TIME), "close"
									 "()  "
									 "= 0");
	how.column = 0;
	ck_assert_str_eq(ended("close(3", SYS_close, -9, 0, LINE_NO_TIME),
			 "close(3) = -1 EBADF (Bad file descriptor)");
	ck_assert_str_eq(ended("close(3", SYS_close, -9, HOOK_INJECTED_ANSWER,
			       LINE_NO_TIME),
			 "close(3) = -1 EBADF (Bad file descriptor) "
			 "(INJECTED)");
	ck_assert_str_eq(ended("close(3", SYS_close, 0, HOOK_INJECTED_DELAY,
			       1999),
			 "close(3) = 0 (DELAYED)");
	how.took = 1;
	ck_assert_str_eq(ended("close(3", SYS_close, 0, 3, 61000001999),
			 "close(3) = 0 (INJECTED) (DELAYED) <61.000001>");
	ck_assert_str_eq(ended("exit(3", SYS_exit, INT64_MIN, 0, 5), "exit(3) "
								     "= ?");
}
END_TEST

START_TEST(ends_of_objects)
{
	ready();
	how.json = 1;
	ck_assert_str_eq(ended("", SYS_close, 0, 0, 5000), "},\"ret\":0,"
							   "\"took\":0."
							   "000005000}");
	ck_assert_str_eq(ended("", SYS_close, -9, 0, 1000000001), "},\"ret\":-"
								  "9,\"error\":"
								  "\"EBADF\","
								  "\"took\":1."
								  "000000001}");
	ck_assert_str_eq(ended("", SYS_close, 0, HOOK_INJECTED_ANSWER, 0),
			 "},\"ret\":0,\"took\":0.000000000,"
			 "\"injected\":\"answer\"}");
	ck_assert_str_eq(ended("", SYS_close, 0, HOOK_INJECTED_DELAY, 0),
			 "},\"ret\":0,\"took\":0.000000000,"
			 "\"injected\":\"delay\"}");
	ck_assert_str_eq(ended("", SYS_close, 0, 3, 0), "},\"ret\":0,\"took\":"
							"0.000000000,"
							"\"injected\":"
							"\"both\"}");
	ck_assert_str_eq(ended("", SYS_umask, 022, 0, 0), "},\"ret\":18,"
							  "\"took\":0."
							  "000000000}");
	ck_assert_str_eq(ended("", SYS_personality, 0x40000, 0, 0),
			 "},\"ret\":262144,"
			 "\"result\":[\"PER_LINUX\",\"ADDR_NO_RANDOMIZE\"],"
			 "\"took\":0.000000000}");
	ck_assert_str_eq(ended("", SYS_exit, INT64_MIN, 0, 0), "}}");
	how.frames = 1;
	ck_assert_str_eq(ended("", SYS_close, 0, 0, 0), "},\"ret\":0,\"took\":"
							"0.000000000,\"stack\":"
							"[]}");
}
END_TEST

START_TEST(ends_of_events)
{
	ready();
	how.json = how.timeline = 1;
	ck_assert_str_eq(ended("{\"args\":{\"fd\":3", SYS_close, 0, 0, 1234567),
			 "{\"args\":{\"fd\":3,\"ret\":0},\"cat\":\"call\","
			 "\"ts\":0.000,\"dur\":1234.567},");
	ck_assert_str_eq(ended("{\"args\":{", SYS_getpid, 41, 0, LINE_NO_TIME),
			 "{\"args\":{\"ret\":41},\"cat\":\"call\","
			 "\"ts\":0.000,\"dur\":0.000},");
	ck_assert_str_eq(ended("{\"args\":{\"fd\":3", SYS_close, -9, 0, 0),
			 "{\"args\":{\"fd\":3,\"ret\":-9,\"error\":\"EBADF\"},"
			 "\"cat\":\"failed\",\"ts\":0.000,\"dur\":0.000},");
	ck_assert_str_eq(ended("{\"args\":{\"code\":3", SYS_exit, INT64_MIN, 0,
			       0),
			 "{\"args\":{\"code\":3},\"cat\":\"call\","
			 "\"ts\":0.000,\"dur\":0.000},");
}
END_TEST

/* --- lines of calls that are under way ---------------------------------------
 */

static void write_line(const char *text)
{
	char *limit, *at = line_place(&l, &limit);

	ck_assert_ptr_nonnull(at);
	ck_assert(at + strlen(text) <= limit);
	line_head(&l, 0, 0);
	memcpy(at, text, strlen(text));
	line_write(&l, at, at + strlen(text));
}

START_TEST(outer_calls_have_first_halves)
{
	struct lines_record *outer, *middle;

	log_divert = to_ring;
	ready();
	how.main = 42;
	outer = push(0x3000, 1, "read(3");
	outer->count = 3; /* more are to come */
	middle = push(0x2000, 1, "pause(");
	push(0x1000, 1, "getpid(");
	line_begin(&l, &the_thread, &how, 0x1000);
	line_halves(&l);
	write_line("getpid() = 41");
	line_halves(&l); /* once each */
	ck_assert_str_eq(heard, "write -1: read(3,  <unfinished ...>\n\n"
				"write -1: pause( <unfinished ...>\n\n"
				"write -1: getpid() = 41\n\n");
	ck_assert(outer->begun && middle->begun);
	heard[0] = '\0';
	push(0x800, 1, "inner(")->whole = 1;
	line_begin(&l, &the_thread, &how, 0x700);
	line_halves(&l); /* of the one before; the whole one has none */
	ck_assert_str_eq(heard, "write -1: getpid( <unfinished ...>\n\n");
}
END_TEST

START_TEST(open_lines_are_shown_and_closed)
{
	struct lines_record *outer, *inner;

	log_divert = to_ring;
	ready();
	how.main = 42;
	outer = push(0x3000, 1, "read(3");
	outer->count = 3;
	line_begin(&l, &the_thread, &how, 0x3000);
	line_open(&l, outer, 5, 0);
	ck_assert_str_eq(heard, "begin 0: read(3, \n");
	heard[0] = '\0';
	/* Of a handler: the outer one's line is the half that is written. */
	how.main = 0;
	inner = push(0x2000, 1, "write(1, \"\", 0");
	line_begin(&l, &the_thread, &how, 0x2000);
	line_open(&l, inner, 6, 0);
	ck_assert_str_eq(heard, "finish 0: read(3,  <unfinished ...>\n\n"
				"begin 1: 42 write(1, \"\", 0\n");
	heard[0] = '\0';
	line_known_head(&l, inner);
	l.head[l.head_n] = '\0';
	ck_assert_str_eq(l.head, "42 ");
	l.level = inner->level;
	write_line("write(1, \"\", 0) = 0");
	ck_assert_str_eq(heard, "finish 1: 42 write(1, \"\", 0) = 0\n\n");
}
END_TEST

START_TEST(open_objects_are_objects)
{
	static const char text[] = "\"name\":\"pause\",\"args\":{";
	struct lines_record *r;
	char *object;

	log_divert = to_ring;
	ready();
	how.json = 1;
	r = push(0x3000, 1, text);
	line_begin(&l, &the_thread, &how, 0x3000);
	line_open(&l, r, 5, 0);
	object = strchr(heard, '{');
	ck_assert_ptr_nonnull(object);
	ck_assert_str_eq(object + l.head_n, "\"name\":\"pause\",\"args\":{}}"
					    "\n");
}
END_TEST

START_TEST(no_place_in_a_full_room)
{
	char *limit;

	ready();
	pages_left = 0;
	line_begin(&l, &the_thread, &how, 0);
	ck_assert_ptr_nonnull(line_place(&l, &limit));
	the_thread.lines.top =
		THREAD_LINES - THREAD_LINES_STACK - LINES_PATH - 600;
	ck_assert_ptr_null(line_place(&l, &limit));
}
END_TEST

START_TEST(names_of_calls)
{
	struct decode_out out = {made, made, made + sizeof(made), 0};

	line_name(&out, SYS_openat);
	line_resumed(&out, SYS_read);
	line_name(&out, 4000);
	line_resumed(&out, -1);
	*out.at = '\0';
	ck_assert_str_eq(made, "openat<... read resumed>call_4000<... call_-1 "
			       "resumed>");
}
END_TEST

/* --- events ------------------------------------------------------------------
 */

static struct call call = {.thread = &the_thread};

START_TEST(ends_of_threads_and_processes)
{
	log_divert = to_ring;
	ready();
	push(0x3000, 1, "pause(");
	call.nr = SYS_exit_group;
	call.regs.rdi = 0x1ff;
	events_exit(&call, &how);
	call.regs.rdi = 0;
	how.main = 42;
	events_exit(&call, &how);
	ck_assert_str_eq(heard, "write -1: pause( <unfinished ...>\n\n"
				"write -1: 42 +++ exited with 255 +++\n\n"
				"write -1: +++ exited with 0 +++\n\n");
	heard[0] = '\0';
	how.json = 1;
	events_exit(&call, &how);
	ck_assert_ptr_nonnull(strstr(heard, "\"comm\":\"a "
					    "\\\"name\\\"\",\"event"
					    "\":\"exit\",\"process\":true,"
					    "\"status\":0}\n"));
	call.nr = SYS_exit;
	call.regs.rdi = 7;
	events_exit(&call, &how);
	ck_assert_ptr_nonnull(strstr(heard, "\"event\":\"exit\",\"process\":"
					    "false,\"status\":7}\n"));
}
END_TEST

START_TEST(signals)
{
	/* SIGUSR1, SI_USER, by process 3 of user 4 */
	int32_t info[32] = {10, 0, 0, 0, 3, 4};

	log_divert = to_ring;
	ready();
	how.main = 42;
	how.strings = 32;
	call.regs.rdi = 10;
	call.regs.rsi = (uintptr_t)info;
	trace_signal(&call, &how);
	ck_assert_str_eq(heard, "write -1: --- SIGUSR1 {si_signo=SIGUSR1, "
				"si_code=SI_USER, si_pid=3, si_uid=4} ---\n\n");
	heard[0] = '\0';
	how.frames = 1;
	trace_signal(&call, &how);
	ck_assert_ptr_nonnull(strstr(heard, "si_uid=4} ---\n > main() "
					    "[0x1]\n"));
	heard[0] = '\0';
	how.json = 1;
	trace_signal(&call, &how);
	ck_assert_ptr_nonnull(strstr(heard, "},\"stack\":[]}\n"));
	ck_assert_ptr_nonnull(strstr(heard, "\"event\":\"signal\",\"signal\":"
					    "\"SIGUSR1\",\"siginfo\":{"
					    "\"si_signo\":\"SIGUSR1\","));
}
END_TEST

/* As the kernel leaves it on the stack. */
static char *stack[16] = {"a", NULL};

/* Of the ring. */
static int count_lines(void)
{
	int n = 0;

	for (const char *at = heard; (at = strstr(at, "write -1: ")); at++)
		n++;
	return n;
}

static void start_program(const char *name)
{
	static char *given[] = {"A=1", "B=2", NULL, (char *)AT_EXECFN,
				NULL,  NULL};

	given[4] = (char *)(uintptr_t)name;
	trace_program(stack, given);
}

START_TEST(the_commands_program_has_a_whole_exec)
{
	static const char whole[] = "write -1: execve(\"/bin/a\", [\"a\"], 0x";

	log_divert = to_ring;
	start_program("/bin/a");
	the_thread.tid = 42;
	how.main = 42;
	how.strings = 32;
	hook_trace_begin(&how, 1, "/bin/a");
	hook_trace_begin(&how, 1, "/bin/a"); /* once */
	ck_assert_int_eq(strncmp(heard, whole, strlen(whole)), 0);
	ck_assert_ptr_nonnull(strstr(heard, " /* 2 vars */) = 0\n\n"));
	ck_assert_int_eq(count_lines(), 1);
}
END_TEST

START_TEST(other_programs_have_the_end_of_theirs)
{
	log_divert = to_ring;
	start_program("/bin/b");
	the_thread.tid = 42;
	how.strings = 32;
	hook_trace_begin(&how, 1, "/bin/a");
	ck_assert_str_eq(heard, "write -1: 42 <... execve resumed>) = 0\n\n");
}
END_TEST

START_TEST(exec_as_objects)
{
	log_divert = to_ring;
	start_program("/bin/a");
	the_thread.tid = 42;
	how.json = 1;
	how.strings = 32;
	hook_trace_begin(&how, 1, "/bin/a");
	ck_assert_ptr_nonnull(strstr(heard, "\"name\":\"execve\",\"args\":{"
					    "\"path\":\"/bin/"
					    "a\",\"argv\":[\"a\"]"
					    "},\"ret\":0}\n"));
	ck_assert_ptr_nonnull(strstr(heard, "\"event\":\"exec\",\"path\":"
					    "\"/bin/a\",\"argv\":[\"a\"],"
					    "\"variables\":2}\n"));
}
END_TEST

START_TEST(no_memory_for_events)
{
	pages_left = 0;
	start_program("/bin/a");
	hook_trace_begin(&how, 1, "/bin/a");
	trace_signal(&call, &how);
	ck_assert_str_eq(heard, "");
}
END_TEST

/* --- where lines go ----------------------------------------------------------
 */

START_TEST(lines_go_to_the_log)
{
	output_write(&the_thread, "a\n", 2, OUTPUT_APART, 0);
	ck_assert_str_eq(heard, "lock 0: \ncommon 0: \nlog 0: a\n\n"
				"not common 0: \nunlock 0: \n");
	heard[0] = '\0';
	output_write(&the_thread, "b\n", 2, 3, 1); /* nobody reads: level is
						      none's */
	ck_assert_str_eq(heard, "log 0: b\n\n");
	heard[0] = '\0';
	thread_has_own_state = 1;
	output_write(&the_thread, "c\n", 2, OUTPUT_APART, 0);
	ck_assert_str_eq(heard, "common 0: \nlog 0: c\n\nnot common 0: \n");
	heard[0] = '\0';
	output_forget(&the_thread, 3);
	ck_assert_str_eq(heard, "");
}
END_TEST

START_TEST(lines_go_to_the_ring)
{
	log_divert = to_ring;
	output_open(&the_thread, 2, "a(", 2, 5, 0);
	output_write(&the_thread, "b\n", 2, OUTPUT_APART, 0);
	output_write(&the_thread, "a()\n", 4, 2, 0);
	output_forget(&the_thread, 1);
	ck_assert_str_eq(heard, "begin 2: a(\nwrite -1: b\n\nfinish 2: a()\n\n"
				"forget 1: \n");
}
END_TEST

/* To standard error: the ring has what is under way, the log the lines. */
START_TEST(lines_go_to_both)
{
	log_divert = to_ring;
	is_direct = 1;
	output_open(&the_thread, 2, "a(", 2, 5, 0);
	output_write(&the_thread, "a()\n", 4, 2, 1);
	ck_assert_str_eq(heard, "begin 2: a(\nlog 0: a()\n\nforget 2: \n");
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		records_lie_in_each_other,
		a_room_grows_and_shrinks,
		there_is_no_memory,
		calls_that_were_left_are_forgotten,
		lines_have_a_stack_of_their_own,
		heads_in_text,
		heads_with_the_time_that_has_passed,
		heads_of_objects,
		heads_of_vfork_children,
		clocks_and_calls_of_our_own,
		ends_in_text,
		ends_of_objects,
		ends_of_events,
		outer_calls_have_first_halves,
		open_lines_are_shown_and_closed,
		open_objects_are_objects,
		no_place_in_a_full_room,
		names_of_calls,
		ends_of_threads_and_processes,
		signals,
		the_commands_program_has_a_whole_exec,
		other_programs_have_the_end_of_theirs,
		exec_as_objects,
		no_memory_for_events,
		lines_go_to_the_log,
		lines_go_to_the_ring,
		lines_go_to_both,
		NULL,
	};

	return unit_run("trace", tests);
}
