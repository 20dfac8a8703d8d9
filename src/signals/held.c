/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Holds signals for the program, and sends them when they are due. */
#include "signals/held.h"

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "base/gate.h"
#include "base/ksignal.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "intercept/sud.h"
#include "signals/sigmask.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"
#include "thread/thread.h"

#define SENT_BY_KILL ((void *)0x7a706b696c6c)

static const int64_t no_time[2]; /* struct timespec */

/* SIGSYS for the process, where all threads block it. */
enum { EMPTY, FULL, BUSY };
static struct {
	uint32_t state;
	siginfo_t info;
} for_process;

/* What was put back last, by signal, of what the kernel forgets where it may
 * keep no more signals (RLIMIT_SIGPENDING): all that is not its own, or by
 * kill(). */
static siginfo_t last[SIGMASK_COUNT];

/* What rt_tgsigqueueinfo sends to a thread may say that it is the process's
 * (pthread_sigqueue): it carries a mark, where the kernel keeps what no
 * siginfo has. */
#define SENT_TO_THREAD 0x7a70746872656164
#define MARK_AT 8 /* of its ints */

static uint64_t get_mark(const siginfo_t *info)
{
	uint64_t mark;

	memcpy(&mark, (const int *)info + MARK_AT, sizeof(mark));
	return mark;
}

static void set_mark(siginfo_t *info, uint64_t mark)
{
	memcpy((int *)info + MARK_AT, &mark, sizeof(mark));
}

/* Timers whose signals are one thread's: the ids, counted from 1. */
#define TIMERS 32
static uint32_t timers[TIMERS];

static int change_timer(uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < TIMERS; i++) {
		uint32_t seen = from;

		if (__atomic_compare_exchange_n(&timers[i], &seen, to, 0,
						__ATOMIC_RELAXED,
						__ATOMIC_RELAXED))
			return 1;
	}
	return 0;
}

static int is_for_thread(int timer)
{
	const uint32_t name = (uint32_t)timer + 1;

	return change_timer(name, name);
}

/*
 * Was it sent to the process, and not to the thread? Its code may say so. If
 * the kernel has forgotten the rest, the answer is the one that does less harm.
 */
static int is_for_process(const siginfo_t *info)
{
	if (get_mark(info) == SENT_TO_THREAD)
		return 0;
	switch (info->si_code) {
	case SI_USER:
		return info->si_pid != 0 || thread_is_multi;
	case SI_TIMER:
		return !is_for_thread(info->si_tid);
	case SI_QUEUE:
	case SI_MESGQ:
	case SI_ASYNCIO:
	case SI_SIGIO:
		return 1;
	default:
		return 0;
	}
}

/* --- to the kernel again -----------------------------------------------------
 */

/* A task may send a signal as if by kill() from somebody else only to itself.
 * Sent to others, the signal carries a mark, by which held_arrived() knows
 * it. */
static void mark(siginfo_t *marked, const siginfo_t *info)
{
	memcpy(marked, info, sizeof(*marked));
	memcpy(&last[sigmask_index(info->si_signo)], info, sizeof(*info));
	if (info->si_code != SI_USER)
		return;
	marked->si_code = SI_QUEUE;
	marked->si_ptr = SENT_BY_KILL;
}

static void remember_signal(int sig, const siginfo_t *info)
{
	if (info->si_code < 0)
		memcpy(&last[sigmask_index(sig)], info, sizeof(*info));
}

/* Only the first thread is the process itself. */
static void put_back_for_process(int sig, const siginfo_t *info)
{
	int pid = thread_own_pid();
	siginfo_t marked;

	if (SYSCALL(__NR_rt_sigqueueinfo, pid, sig, info, 0, 0, 0) == 0)
		return;
	mark(&marked, info);
	SYSCALL(__NR_rt_sigqueueinfo, pid, sig, &marked, 0, 0, 0);
}

static void put_signal_back(struct thread *t, int sig, const siginfo_t *info)
{
	(void)t;
	remember_signal(sig, info);
	if (is_for_process(info))
		put_back_for_process(sig, info);
	else
		ksignal_queue(thread_own_pid(), thread_own_tid(), sig, info);
}

static int is_thread_there(int tid)
{
	long ret = SYSCALL(__NR_tgkill, thread_own_pid(), tid, 0, 0, 0, 0);

	return ret == 0 || ret == SECCOMP_FILTERS_REFUSED;
}

/* A thread that blocks it, and the kernel does not know: that may choose it. An
 * exit may not have been seen. */
static int may_be_chosen(const struct thread *o, int sig)
{
	return o->used && o->tid && !o->masks.wait &&
	       (o->masks.blocked & ~o->masks.really_blocked &
		KSIGNAL_BIT(sig)) &&
	       is_thread_there(o->tid);
}

/* If it were given back to the process, it might go to another thread, or reach
 * this one only a moment later. */
static int may_go_astray(const struct thread *t, int sig)
{
	for (const struct thread *o = thread_records(); o; o = o->next)
		if (o != t && may_be_chosen(o, sig))
			return 1;
	return 0;
}

/* The same, on the way to this thread's handler. If others are pending, it
 * might come too early then. */
static void put_back_here(struct thread *t, int sig, const siginfo_t *info)
{
	remember_signal(sig, info);
	if (is_for_process(info) && !may_go_astray(t, sig))
		put_back_for_process(sig, info);
	else
		ksignal_queue(thread_own_pid(), thread_own_tid(), sig, info);
}

void held_arrived(siginfo_t *info)
{
	siginfo_t *put = &last[sigmask_index(info->si_signo)];

	if (info->si_code == SI_QUEUE && info->si_ptr == SENT_BY_KILL) {
		info->si_code = SI_USER;
		info->si_ptr = NULL;
	}
	if (info->si_code == SI_USER && info->si_pid == 0 && put->si_signo)
		memcpy(info, put, sizeof(*info));
	put->si_signo = 0;
}

/* How many of each have arrived, and are kept or shown by now. */
static uint32_t settled[SIGMASK_COUNT];

static void settle(int sig)
{
	__atomic_fetch_add(&settled[sigmask_index(sig)], 1, __ATOMIC_RELEASE);
}

static uint32_t count_settled(int sig)
{
	return __atomic_load_n(&settled[sigmask_index(sig)], __ATOMIC_ACQUIRE);
}

void held_shown(siginfo_t *info)
{
	settle(info->si_signo);
	if (get_mark(info) == SENT_TO_THREAD)
		set_mark(info, 0);
}

/* --- kept by us --------------------------------------------------------------
 */

/* It does not block it, or waits for it, or is in vfork, where only it knows.
 */
static int may_take(const struct thread *o, int sig)
{
	return o->used && (o->vfork || (~o->masks.blocked | o->masks.taking) &
					       KSIGNAL_BIT(sig));
}

/* It was sent to the process, and this thread blocks it. */
static int pass_on(const struct thread *t, int sig, const siginfo_t *info)
{
	int pid = thread_own_pid();
	siginfo_t marked;

	mark(&marked, info);
	for (const struct thread *o = thread_records(); o; o = o->next)
		if (o != t && may_take(o, sig) &&
		    SYSCALL(__NR_rt_tgsigqueueinfo, pid, o->tid, sig, &marked,
			    0, 0) == 0)
			return 1;
	return 0;
}

static int change_state(uint32_t from, uint32_t to)
{
	return __atomic_compare_exchange_n(&for_process.state, &from, to, 0,
					   __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

static void keep_for_process(const struct thread *t, const siginfo_t *info)
{
	if (thread_is_multi && pass_on(t, SIGSYS, info))
		return;
	if (!change_state(EMPTY, BUSY))
		return; /* pending once, as standard signals are */
	memcpy(&for_process.info, info, sizeof(*info));
	change_state(BUSY, FULL);
}

static int take_for_process(siginfo_t *info)
{
	if (!change_state(FULL, BUSY))
		return 0;
	memcpy(info, &for_process.info, sizeof(*info));
	change_state(BUSY, EMPTY);
	return 1;
}

static void keep_in(struct thread_pending *pending, int sig,
		    const siginfo_t *info)
{
	siginfo_t *place =
		&pending->info[sigmask_index(sig)][is_for_process(info)];

	if (place->si_signo == 0)
		memcpy(place, info, sizeof(*place));
	pending->held |= KSIGNAL_BIT(sig);
}

static void keep_signal(struct thread *t, int sig, const siginfo_t *info)
{
	keep_in(&t->pending, sig, info);
}

/* 0: it cannot be blocked, a filter does not let it. */
static int block(int sig, struct ucontext *uc)
{
	if (!sigmask_block(KSIGNAL_BIT(sig)))
		return 0;
	uc->uc_sigmask |= KSIGNAL_BIT(sig);
	return 1;
}

void held_on_the_way(struct thread *t, int sig, const siginfo_t *info,
		     struct ucontext *uc)
{
	if (block(sig, uc))
		put_back_here(t, sig, info);
	else if (t)
		keep_signal(t, sig, info);
	settle(sig);
}

struct thread_pending *held_of_parent(struct thread *t)
{
	return t->vfork->goes_on == 2 ? &t->pending : &t->vfork->pending;
}

void held_for_parent(struct thread *t, int sig, const siginfo_t *info)
{
	keep_in(held_of_parent(t), sig, info);
}

void held_keep(struct thread *t, int sig, const siginfo_t *info,
	       struct ucontext *uc)
{
	if (!(sigmask_blocked(t, uc) & KSIGNAL_BIT(sig))) {
		keep_signal(t, sig, info);
	} else if ((sig != SIGSYS || !sud_is_on()) && block(sig, uc)) {
		sigmask_block_really(t, sig);
		memory_avoid_blocked_faults(); /* they would kill */
		put_signal_back(t, sig, info);
	} else if (is_for_process(info)) {
		keep_for_process(t, info);
	} else {
		keep_signal(t, sig, info);
	}
	settle(sig);
}

void held_at_start(struct thread *t, const siginfo_t *info)
{
	if (is_for_process(info))
		keep_for_process(t, info);
	else
		keep_signal(t, SIGSYS, info);
}

uint64_t held_pending(const struct thread *t)
{
	uint64_t set = t->pending.held;

	if (for_process.state != EMPTY)
		set |= KSIGNAL_BIT(SIGSYS);
	return set;
}

/* Take what was sent to the thread first. Returns 0 if nothing of sig is
 * left. */
static int take_signal(struct thread *t, int sig, siginfo_t *info)
{
	siginfo_t *held = t->pending.info[sigmask_index(sig)];

	if (held->si_signo == 0)
		held++;
	if (held->si_signo == 0)
		return sig == SIGSYS && take_for_process(info);
	memcpy(info, held, sizeof(*info));
	held->si_signo = 0;
	if (t->pending.info[sigmask_index(sig)][1].si_signo == 0)
		t->pending.held &= ~KSIGNAL_BIT(sig);
	return 1;
}

/* Blocks more in the kernel; where a filter refuses that, nothing is done.
 * Returns whether it is to be put back. */
static int block_more(uint64_t set, unsigned long *before)
{
	return SYSCALL(__NR_rt_sigprocmask, SIG_BLOCK, &set, before,
		       sizeof(set), 0, 0) == 0;
}

/* What is not blocked in the kernel's eyes is delivered at once, by a handler
 * that may not come back. */
static void give(struct thread *t, uint64_t set,
		 void (*how)(struct thread *t, int sig, const siginfo_t *info))
{
	siginfo_t info;

	for (int i = 0; i < SIGMASK_COUNT; i++)
		while ((set & KSIGNAL_BIT(sigmask_ours[i])) &&
		       take_signal(t, sigmask_ours[i], &info))
			how(t, sigmask_ours[i], &info);
}

/*
 * Between the moment when it is taken and that when it is sent no handler may
 * run, which might leave by siglongjmp: it would be lost. And none while it is
 * taken, which would take it too. SIGSYS stays unblocked, because the next trap
 * would kill.
 */
static int send_one(struct thread *t, int sig)
{
	const uint64_t all = ~KSIGNAL_BIT(SIGSYS);
	unsigned long before = 0, others;
	siginfo_t info;
	int masked = block_more(all, &before);
	int is_there = take_signal(t, sig, &info);

	if (masked && is_there) {
		others = before | ~KSIGNAL_OURS;
		t->pending.mask = before;
		t->pending.sent = (uint32_t)sig;
		ksignal_set_mask(&others, NULL);
	}
	if (is_there)
		put_back_here(t, sig, &info);
	/* its handler's return has set the mask, and maybe another one */
	if (masked && (!is_there || t->pending.sent))
		ksignal_set_mask(&before, NULL);
	t->pending.sent = 0;
	return is_there;
}

int held_waits(struct thread *t, int sig, struct ucontext *uc)
{
	if (!t->pending.sent)
		return 0;
	if (t->pending.sent != (uint32_t)sig)
		return 1;
	t->pending.sent = 0;
	uc->uc_sigmask = t->pending.mask;
	return 0;
}

void held_send_due(struct thread *t)
{
	for (int i = 0; i < SIGMASK_COUNT; i++)
		while ((t->pending.held & ~t->masks.blocked &
			KSIGNAL_BIT(sigmask_ours[i])) &&
		       send_one(t, sigmask_ours[i]))
			;
}

void held_requeue(struct thread *t, uint64_t mask)
{
	uint64_t due = held_pending(t) & ~mask;

	unsigned long before = 0;
	int masked;

	if (!due)
		return;
	masked = block_more(~KSIGNAL_OURS, &before);
	due = sigmask_block(due);
	give(t, due, put_back_here);
	before |= due;
	if (masked)
		ksignal_set_mask(&before, NULL);
}

void held_drop(struct thread *t, int sig)
{
	const uint64_t set = KSIGNAL_BIT(sig);
	siginfo_t info;

	while (take_signal(t, sig, &info))
		;
	if (!(t->masks.really_blocked & set))
		return;
	while (SYSCALL(__NR_rt_sigtimedwait, &set, &info, &no_time, sizeof(set),
		       0, 0) == sig)
		;
}

/* --- the program sends one --------------------------------------------------
 */

/* Whether the kernel may choose a thread that blocks it: it asks the first one
 * first. */
static int may_miss(const struct thread *t, int pid, int sig)
{
	for (const struct thread *o = thread_records(); o; o = o->next)
		if (o->tid == pid && (o == t || o->masks.wait ||
				      !(o->masks.blocked & KSIGNAL_BIT(sig))))
			return 0;
	return may_go_astray(t, sig);
}

/* This thread blocks it, and others may. */
static int is_blocked_by_all(const struct thread *t, int sig)
{
	for (const struct thread *o = thread_records(); o; o = o->next)
		if (o != t && may_take(o, sig) && is_thread_there(o->tid))
			return 0;
	return 1;
}

/* To this thread. */
static long send_here(const struct SyscallRegs *regs, int pid, int sig)
{
	siginfo_t info = {.si_signo = sig, .si_code = SI_USER, .si_pid = pid};
	struct SyscallRegs here;

	if (regs->rax == __NR_kill)
		info.si_uid = (uint32_t)SYSCALL(__NR_getuid, 0, 0, 0, 0, 0, 0);
	else if (memory_copy_in(&info, regs->rdx, sizeof(info)) !=
			 sizeof(info) ||
		 info.si_code >= 0 || info.si_code == SI_TKILL)
		return gate_issue(regs);
	/* by where the program's calls are made, so that it comes there */
	here = (struct SyscallRegs){
		.rax = __NR_rt_tgsigqueueinfo,
		.rdi = (uint64_t)pid,
		.rsi = (uint64_t)thread_own_tid(),
		.rdx = (uint64_t)sig,
		.r10 = (uintptr_t)&info,
	};
	return gate_issue(!seccomp_filters_any ||
					  seccomp_filters_may(NULL, &here)
				  ? &here
				  : regs);
}

#define LOOKS 40
#define LOOK_NS 50000

static uint32_t count_choices(const struct thread *t, int sig)
{
	uint32_t n = 0;

	for (const struct thread *o = thread_records(); o; o = o->next)
		n += o != t && may_be_chosen(o, sig);
	return n;
}

/*
 * To the process, though a thread may be chosen that blocks it for the program
 * alone, and gives it back; then perhaps another one. That may be a moment
 * after this one has unblocked it, so it is waited for; but not long: a thread
 * may be stopped.
 */
static long send_around(const struct thread *t, const struct SyscallRegs *regs,
			int sig)
{
	const struct __kernel_timespec moment = {.tv_nsec = LOOK_NS};
	const uint32_t choices = count_choices(t, sig);
	const uint32_t before = count_settled(sig);
	long ret = gate_issue(regs);
	uint32_t seen = 0, now;

	for (int i = 0; ret == 0 && i < LOOKS; i++) {
		now = count_settled(sig) - before;
		if (now >= choices)
			break;
		if (now != seen)
			i = 0;
		seen = now;
		SYSCALL(__NR_clock_nanosleep, 1, 0, &moment, 0, 0, 0);
	}
	return ret;
}

long held_send_to_thread(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	siginfo_t info;

	if (sigmask_index((int)regs.rdx) < 0 ||
	    (int)regs.rdi != thread_own_pid() ||
	    memory_copy_in(&info, regs.r10, sizeof(info)) != sizeof(info))
		return gate_issue(&regs);
	info.si_signo = (int)regs.rdx;
	if (!is_for_process(&info) || get_mark(&info))
		return gate_issue(&regs);
	set_mark(&info, SENT_TO_THREAD);
	regs.r10 = (uintptr_t)&info;
	return gate_issue(&regs);
}

/* The kernel's siginfo of a timer's signal does not say which of both it is. */
long held_make_timer(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	struct sigevent event;
	long ret = gate_issue(regs);
	int timer;

	if (ret == 0 && regs->rsi &&
	    memory_copy_in(&event, regs->rsi, sizeof(event)) == sizeof(event) &&
	    (event.sigev_notify & SIGEV_THREAD_ID) &&
	    sigmask_index(event.sigev_signo) >= 0 &&
	    memory_copy_in(&timer, regs->rdx, sizeof(timer)) == sizeof(timer))
		change_timer(0, (uint32_t)timer + 1);
	return ret;
}

long held_delete_timer(struct call *call)
{
	long ret = gate_issue(&call->regs);

	if (ret == 0)
		change_timer((uint32_t)call->regs.rdi + 1, 0);
	return ret;
}

long held_send(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	struct thread *t = call->thread;
	int pid = (int)regs->rdi, sig = (int)regs->rsi;

	if (sigmask_index(sig) < 0 || !t || t->vfork || !thread_is_multi ||
	    pid != thread_own_pid())
		return gate_issue(regs);
	if (!(t->masks.blocked & KSIGNAL_BIT(sig)))
		return may_miss(t, pid, sig) ? send_here(regs, pid, sig)
					     : gate_issue(regs);
	if (sig != SIGSYS) {
		sigmask_block_really(t, sig);
		memory_avoid_blocked_faults();
		sigmask_block(KSIGNAL_BIT(sig));
	}
	if (!may_go_astray(t, sig) || !is_blocked_by_all(t, sig))
		return gate_issue(regs);
	/* SIGSYS is kept for the process where it arrives; others would be this
	 * thread's alone */
	return sig == SIGSYS ? send_here(regs, pid, sig)
			     : send_around(t, regs, sig);
}

/* --- children ----------------------------------------------------------------
 */

void held_forget(struct thread *t)
{
	t->pending.held = 0;
	memset(t->pending.info, 0, sizeof(t->pending.info));
	for_process.state = EMPTY;
}

void held_vfork(struct thread *t)
{
	siginfo_t *mine = &t->vfork->held_for_process;

	memcpy(&t->vfork->pending, &t->pending, sizeof(t->pending));
	t->vfork->pending.kept.sig = 0;
	if (!take_for_process(mine))
		mine->si_signo = 0;
	held_forget(t);
}

/* What has come after the copy was made, and not to t yet. */
static void take_late(struct thread_pending *to,
		      const struct thread_pending *from)
{
	if (from->kept.sig && !to->kept.sig) /* all others are blocked since */
		to->kept = from->kept;
	for (int i = 0; i < SIGMASK_COUNT; i++)
		for (int k = 0; k < 2; k++)
			if (!to->info[i][k].si_signo)
				to->info[i][k] = from->info[i][k];
}

void held_vfork_done(struct thread *t)
{
	const siginfo_t *mine = &t->vfork->held_for_process;

	memcpy(&t->pending, &t->vfork->pending, sizeof(t->pending));
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	t->vfork->goes_on = 2;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	take_late(&t->pending, &t->vfork->pending);
	/* what comes now is kept in t's: it is added to, and nothing is taken
	 * away */
	if (t->pending.kept.sig)
		t->pending.is_kept = 1;
	for (int i = 0; i < SIGMASK_COUNT; i++)
		if (t->pending.info[i][0].si_signo |
		    t->pending.info[i][1].si_signo)
			__atomic_or_fetch(&t->pending.held,
					  KSIGNAL_BIT(sigmask_ours[i]),
					  __ATOMIC_RELAXED);
	for_process.state = EMPTY;
	if (mine->si_signo)
		keep_for_process(t, mine);
}
