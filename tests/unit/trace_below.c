/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What src/trace takes of the rooms below, for test_trace.c: it is played here,
 * and what is asked of it is kept as text. */
#include "trace_below.h"

#include <linux/prctl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/gate.h"
#include "base/log.h"
#include "base/pages.h"
#include "intercept/vdso.h"
#include "thread/altstack.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"
#include "trace/frames.h"
#include "trace/ring.h"

/* What was done, a line each. */
char heard[65536];

void hear(const char *what, long level, const char *bytes, size_t n)
{
	size_t at = strlen(heard);

	snprintf(heard + at, sizeof(heard) - at, "%s %ld: %.*s\n", what, level,
		 (int)n, bytes);
}

struct thread the_thread;
unsigned char thread_found = THREAD_BY_TID, thread_is_multi = 1,
	      thread_has_own_state;
unsigned char seccomp_filters_any;

struct thread *thread_find(void)
{
	return &the_thread;
}

struct thread *thread_attach(void)
{
	return &the_thread;
}

struct thread **thread_slot(void)
{
	return NULL;
}

int thread_own_pid(void)
{
	return 41;
}

int thread_own_tid(void)
{
	return 42;
}

void thread_lock(const struct thread *t)
{
	hear("lock", 0, "", t != &the_thread);
}

void thread_unlock(void)
{
	hear("unlock", 0, "", 0);
}

void thread_lock_common(struct thread *t)
{
	hear("common", 0, "", t != &the_thread);
}

void thread_unlock_common(struct thread *t)
{
	hear("not common", 0, "", t != &the_thread);
}

void altstack_enter(struct thread *t)
{
	hear("enter", 0, "", t != &the_thread);
}

void altstack_ask(struct thread *t)
{
	(void)t;
}

void altstack_hide(struct thread *t)
{
	hear("hide", 0, "", t != &the_thread);
}

void altstack_show(struct thread *t)
{
	hear("show", 0, "", t != &the_thread);
}

void altstack_leave(struct thread *t)
{
	hear("leave", 0, "", t != &the_thread);
}

/* Pages that are there still, and how many more there may be. */
int pages, pages_left = 100;

void *pages_map(size_t size)
{
	void *p;

	if (pages_left == 0)
		return NULL;
	p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pages_left--;
	pages++;
	return p;
}

void *pages_stack(size_t size)
{
	return pages_map(size);
}

void pages_unmap(void *p, size_t size)
{
	pages--;
	munmap(p, size);
}

size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	memcpy(dst, (const void *)src, n);
	return n;
}

/* ns, by the vDSO; 0: by the call alone, one second on each time. */
uint64_t clocks[2];
long called; /* by line_issue() */

uint64_t vdso_clock_of(struct thread *t, int number)
{
	(void)t;
	return clocks[number];
}

static long issue(const struct SyscallRegs *regs)
{
	called = (long)regs->rax;
	if (called == SYS_clock_gettime) {
		uint64_t *time = (uint64_t *)regs->rsi;

		time[0] = 7;
		time[1] = 8;
	} else if (called == SYS_prctl && regs->rdi == PR_GET_NAME) {
		strcpy((char *)regs->rsi, "a \"name\"");
	}
	return 0;
}

long (*gate_issue)(const struct SyscallRegs *regs) = issue;

int may;

int seccomp_filters_may(const struct thread *t, const struct SyscallRegs *regs)
{
	(void)t, (void)regs;
	return may;
}

void to_ring(const char *bytes, size_t n)
{
	(void)bytes, (void)n;
}

void (*log_divert)(const char *bytes, size_t n);

void log_write(const char *bytes, size_t n)
{
	hear("log", 0, bytes, n);
}

int is_direct;

int ring_is_direct(void)
{
	return is_direct;
}

void ring_begin(struct thread *t, uint32_t level, const char *text, size_t n,
		uint64_t time, int is_exec)
{
	(void)is_exec;
	(void)t, (void)time;
	hear("begin", level, text, n);
}

void ring_finish(struct thread *t, uint32_t level, const char *line, size_t n)
{
	(void)t;
	hear("finish", level, line, n);
}

void ring_say_thread_exit(struct thread *t)
{
	(void)t;
}

void ring_write(struct thread *t, const char *line, size_t n)
{
	(void)t;
	hear("write", -1, line, n);
}

void ring_forget(struct thread *t, uint32_t level)
{
	(void)t;
	hear("forget", level, "", 0);
}

void frames_add(const struct line *l, struct decode_out *out)
{
	if (l->how->frames && l->how->json)
		OUT_TEXT(out, ",\"stack\":[]");
	else if (l->how->frames)
		OUT_TEXT(out, "\n > main() [0x1]");
}
