/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Keeps copies of the program's seccomp filters, and asks them. */
#include "thread/seccomp_filters.h"

#include <linux/audit.h>
#include <linux/time.h>

#include "base/constants.h"
#include "base/gate.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "thread/bpf.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/thread.h"

unsigned char seccomp_filters_any;

/* Newest first. */
static const struct filter *all;

/* Counts as a thread for a filter that all threads are about to have. */
static const struct filter *expected;

/* A thread's, some time. */
static int any_unknown;

const struct filter seccomp_filters_unknown = {
	.length = 1,
	.code = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)},
};

/* --- copies -----------------------------------------------------------------
 */

/* Where a filter is kept for which nothing can be mapped, because one before it
 * refuses mmap. */
#define POOL 131072
static char pool[POOL] __attribute__((aligned(16))) BIG_TABLE;
static size_t used;

static size_t size_of(size_t length)
{
	size_t size =
		sizeof(struct filter) + length * sizeof(struct sock_filter);

	return (size + 15) & ~(size_t)15;
}

static struct filter *make_filter(const struct filter *before, size_t length)
{
	size_t size = size_of(length);
	size_t at = __atomic_load_n(&used, __ATOMIC_RELAXED);
	struct filter *f;

	do {
		if (POOL - at < size)
			break;
	} while (!__atomic_compare_exchange_n(
		&used, &at, at + size, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	f = POOL - at < size ? pages_map(size) : (void *)(pool + at);
	if (f)
		*f = (struct filter){.before = before,
				     .length = (uint32_t)length};
	return f;
}

static void give_back(struct filter *f)
{
	size_t at = (size_t)((char *)f - pool), size = size_of(f->length);
	size_t end = at + size;

	if (at >= POOL)
		pages_unmap(f, size);
	else /* the last one */
		__atomic_compare_exchange_n(&used, &end, at, 0,
					    __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

static int filters_equal(const struct filter *a, const struct filter *b)
{
	return a->before == b->before && a->length == b->length &&
	       a->notifies == b->notifies &&
	       memcmp(a->code, b->code, a->length * sizeof(a->code[0])) == 0;
}

/* Threads that put themselves under the same filters have one copy. */
static const struct filter *finish(struct filter *f)
{
	const struct filter *before = f->before;
	const struct filter *o = __atomic_load_n(&all, __ATOMIC_ACQUIRE);

	f->notifies |= before && before->notifies;
	for (; o; o = o->other)
		if (filters_equal(o, f)) {
			give_back(f);
			return o;
		}
	f->reads_address = bpf_reads_address(f->code, f->length) ||
			   (before && before->reads_address);
	return f;
}

const struct filter *seccomp_filters_copy(const struct filter *before,
					  uintptr_t address, uint32_t length,
					  int listens)
{
	size_t size = length * sizeof(struct sock_filter);
	struct filter *f =
		length <= BPF_LENGTH_MAX ? make_filter(before, length) : NULL;

	if (!f)
		return NULL;
	if (memory_copy_in(f->code, address, size) == size &&
	    bpf_check(f->code, length) == 0) {
		f->notifies = listens && bpf_may_return(f->code, length,
							SECCOMP_RET_USER_NOTIF);
		return finish(f);
	}
	give_back(f);
	return NULL;
}

const struct filter *seccomp_filters_strict(const struct filter *before)
{
	static const struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_read, 4, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_write, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_rt_sigreturn, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_THREAD),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct filter *f = make_filter(before, sizeof(code) / sizeof(code[0]));

	if (!f)
		return NULL;
	memcpy(f->code, code, sizeof(code));
	return finish(f);
}

static int is_kept(const struct filter *f)
{
	const struct filter *o = __atomic_load_n(&all, __ATOMIC_ACQUIRE);

	while (o && o != f)
		o = o->other;
	return o != NULL;
}

int seccomp_filters_keep(const struct filter *f)
{
	struct filter *kept = (struct filter *)(uintptr_t)f;

	if (is_kept(f))
		return __atomic_exchange_n(&kept->is_gone, 0, __ATOMIC_SEQ_CST);
	kept->other = __atomic_load_n(&all, __ATOMIC_RELAXED);
	while (!__atomic_compare_exchange_n(&all, &kept->other, f, 0,
					    __ATOMIC_RELEASE, __ATOMIC_RELAXED))
		;
	return 1;
}

void seccomp_filters_drop(const struct filter *f)
{
	((struct filter *)(uintptr_t)f)->is_gone = 1;
}

/* --- what they answer -------------------------------------------------------
 */

/* The kernel compares actions as signed numbers: the least is done, of equal
 * ones that of the newest filter. */
static int32_t rank(uint32_t answer)
{
	return (int32_t)(answer & SECCOMP_RET_ACTION_FULL);
}

uint32_t seccomp_filters_answer(const struct filter *f,
				const struct seccomp_data *data)
{
	uint32_t answer = SECCOMP_RET_ALLOW;

	for (; f; f = f->before) {
		uint32_t one = bpf_run(f->code, data);

		if (rank(one) < rank(answer))
			answer = one;
	}
	return answer;
}

void seccomp_filters_describe(struct seccomp_data *data,
			      const struct SyscallRegs *regs, uintptr_t address)
{
	*data = (struct seccomp_data){
		.nr = (int)regs->rax,
		.arch = AUDIT_ARCH_X86_64,
		.instruction_pointer = address,
		.args = {regs->rdi, regs->rsi, regs->rdx, regs->r10, regs->r8,
			 regs->r9},
	};
}

/* All filters that were ever kept, whatever thread they belong to. */
static int all_let(const struct seccomp_data *data)
{
	const struct filter *f = __atomic_load_n(&all, __ATOMIC_ACQUIRE);

	if (any_unknown)
		return 0;
	for (; f; f = f->other)
		if (!f->is_gone &&
		    !seccomp_filters_lets(bpf_run(f->code, data)))
			return 0;
	return 1;
}

/* Calls by which a process ends, when nothing else is left to do. */
static int is_end(long nr)
{
	return nr == __NR_exit || nr == __NR_exit_group;
}

int seccomp_filters_may(const struct thread *t, const struct SyscallRegs *regs)
{
	const struct filter *coming =
		__atomic_load_n(&expected, __ATOMIC_ACQUIRE);
	struct seccomp_data data;

	if (!seccomp_filters_any || is_end((long)regs->rax) ||
	    (t && !t->filters && !coming))
		return 1;
	seccomp_filters_describe(&data, regs, gate_address(gate_blob_issued));
	if (!t)
		return all_let(&data);
	return seccomp_filters_lets(
		       seccomp_filters_answer(t->filters, &data)) &&
	       seccomp_filters_lets(seccomp_filters_answer(coming, &data));
}

static uint32_t answer_to(const struct filter *f, long nr)
{
	const struct SyscallRegs regs = {.rax = (uint64_t)nr};
	struct seccomp_data data;

	seccomp_filters_describe(&data, &regs, gate_address(gate_blob_issued));
	return seccomp_filters_answer(f, &data);
}

int seccomp_filters_may_ever(const struct filter *f, long nr)
{
	return seccomp_filters_lets(answer_to(f, nr));
}

int seccomp_filters_kill_for(const struct thread *t, long nr)
{
	uint32_t action = answer_to(t->filters, nr) & SECCOMP_RET_ACTION_FULL;

	for (const struct filter *f = t->filters; f; f = f->before)
		if (f == &seccomp_filters_unknown)
			return 0;
	return action == SECCOMP_RET_KILL_PROCESS ||
	       (action == SECCOMP_RET_KILL_THREAD && thread_is_alone(t));
}

void seccomp_filters_set(struct thread *t, const struct filter *f)
{
	if (f == &seccomp_filters_unknown)
		any_unknown = 1;
	__atomic_store_n(&t->filters, f, __ATOMIC_SEQ_CST);
	if (seccomp_filters_are_exact(f))
		t->sud.state |= THREAD_EXACT;
	else
		t->sud.state &= ~(uint64_t)THREAD_EXACT;
}

/* --- calls of ours ----------------------------------------------------------
 */

static void end_asking(struct thread *t)
{
	if (!t)
		return;
	__atomic_fetch_add(&t->asks.asked, 1, __ATOMIC_SEQ_CST);
	__atomic_fetch_sub(&t->asks.asking, 1, __ATOMIC_SEQ_CST);
}

/*
 * Takes the place of gate_syscall. To find out who the thread is may take a
 * gettid.
 */
static long call_filtered(long a1, long a2, long a3, long a4, long a5, long a6,
			  long nr)
{
	const struct SyscallRegs regs = {
		.rax = (uint64_t)nr,
		.rdi = (uint64_t)a1,
		.rsi = (uint64_t)a2,
		.rdx = (uint64_t)a3,
		.r10 = (uint64_t)a4,
		.r8 = (uint64_t)a5,
		.r9 = (uint64_t)a6,
	};
	struct thread *t = nr == __NR_gettid ? NULL : thread_known();
	long ret = SECCOMP_FILTERS_REFUSED;

	if (t)
		__atomic_fetch_add(&t->asks.asking, 1, __ATOMIC_SEQ_CST);
	if (seccomp_filters_may(t, &regs))
		ret = gate_raw(a1, a2, a3, a4, a5, a6, nr);
	end_asking(t);
	return ret;
}

/* Is a call of ours still under way there that was when we began to look? */
static int is_asking(const struct thread *t, uint32_t asked)
{
	return t->used &&
	       __atomic_load_n(&t->asks.asking, __ATOMIC_SEQ_CST) != 0 &&
	       __atomic_load_n(&t->asks.asked, __ATOMIC_SEQ_CST) == asked;
}

#define LOOKS 100

void seccomp_filters_expect(const struct filter *f, const struct thread *self)
{
	const struct __kernel_timespec ms = {.tv_nsec = 1000000};

	__atomic_store_n(&expected, f, __ATOMIC_SEQ_CST);
	if (!f || !thread_is_multi)
		return;
	SYSCALL(__NR_clock_nanosleep, 1, 0, &ms, 0, 0, 0);
	for (const struct thread *t = thread_records(); t; t = t->next) {
		uint32_t asked =
			__atomic_load_n(&t->asks.asked, __ATOMIC_SEQ_CST);

		for (int i = 0; i < LOOKS && t != self && is_asking(t, asked);
		     i++)
			SYSCALL(__NR_clock_nanosleep, 1, 0, &ms, 0, 0, 0);
	}
}

void seccomp_filters_begin(void)
{
	seccomp_filters_any = 1;
	thread_filters = &seccomp_filters_unknown;
	__atomic_store_n(&gate_syscall, call_filtered, __ATOMIC_RELEASE);
	thread_note_pid();
}
