/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "held.h"

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "masks.h"
#include "memory.h"
#include "sigcall.h"
#include "sud.h"
#include "syscall.h"
#include "text.h"
#include "thread.h"

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
static siginfo_t last[MASKS_COUNT];

/*
 * Was it sent to the process, and not to the thread? As far as its code tells;
 * where the kernel has forgotten all about it, the one that does less harm.
 */
static int is_for_process(const siginfo_t *info)
{
	switch (info->si_code) {
	case SI_USER:
		return info->si_pid != 0 || thread_is_multi;
	case SI_QUEUE:
	case SI_TIMER:
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

/* The kernel lets a task say only to itself that somebody has sent a signal by
 * kill(): to others it goes with a mark, by which held_arrived() knows it. */
static void mark(siginfo_t *marked, const siginfo_t *info)
{
	memcpy(marked, info, sizeof(*marked));
	memcpy(&last[masks_index(info->si_signo)], info, sizeof(*info));
	if (info->si_code != SI_USER)
		return;
	marked->si_code = SI_QUEUE;
	marked->si_ptr = SENT_BY_KILL;
}

static void remember(int sig, const siginfo_t *info)
{
	if (info->si_code < 0)
		memcpy(&last[masks_index(sig)], info, sizeof(*info));
}

/* Only the first thread is the process itself. */
static void put_back_for_process(int sig, const siginfo_t *info)
{
	int pid = sys_getpid();
	siginfo_t marked;

	if (SYSCALL(__NR_rt_sigqueueinfo, pid, sig, info, 0, 0, 0) == 0)
		return;
	mark(&marked, info);
	SYSCALL(__NR_rt_sigqueueinfo, pid, sig, &marked, 0, 0, 0);
}

static void put_back(int sig, const siginfo_t *info)
{
	remember(sig, info);
	if (is_for_process(info))
		put_back_for_process(sig, info);
	else
		sigcall_queue(sig, info);
}

static void send(int sig, const siginfo_t *info)
{
	remember(sig, info);
	sigcall_queue(sig, info);
}

void held_arrived(siginfo_t *info)
{
	siginfo_t *put = &last[masks_index(info->si_signo)];

	if (info->si_code == SI_QUEUE && info->si_ptr == SENT_BY_KILL) {
		info->si_code = SI_USER;
		info->si_ptr = NULL;
	}
	if (info->si_code == SI_USER && info->si_pid == 0 && put->si_signo)
		memcpy(info, put, sizeof(*info));
	put->si_signo = 0;
}

void held_in_kernel(int sig, const siginfo_t *info, struct ucontext *uc)
{
	masks_block(SIGCALL_BIT(sig));
	uc->uc_sigmask |= SIGCALL_BIT(sig);
	put_back(sig, info);
}

/* --- kept by us --------------------------------------------------------------
 */

/* Sent to the process, and this thread blocks it: another may not, or wait for
 * it, or be in vfork, where only it knows. */
static int pass_on(const struct thread *t, int sig, const siginfo_t *info)
{
	int pid = sys_getpid();
	siginfo_t marked;

	mark(&marked, info);
	for (const struct thread *o = thread_records(); o; o = o->next)
		if (o != t && o->used &&
		    (o->vfork || (~o->masks.blocked | o->masks.taking) &
					 SIGCALL_BIT(sig)) &&
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

static void keep_in(struct thread_masks *masks, int sig, const siginfo_t *info)
{
	siginfo_t *place =
		&masks->held_info[masks_index(sig)][is_for_process(info)];

	if (place->si_signo == 0)
		memcpy(place, info, sizeof(*place));
}

static void keep(struct thread *t, int sig, const siginfo_t *info)
{
	keep_in(&t->masks, sig, info);
	t->held |= SIGCALL_BIT(sig);
}

void held_for_parent(struct thread_vfork *vfork, int sig, const siginfo_t *info)
{
	keep_in(&vfork->masks, sig, info);
}

void held_keep(struct thread *t, int sig, const siginfo_t *info,
	       struct ucontext *uc)
{
	if (!(masks_blocked(t, uc) & SIGCALL_BIT(sig))) {
		keep(t, sig, info);
	} else if (sig != SIGSYS || !sud_is_on()) {
		masks_block_really(t, sig);
		memory_avoid_blocked_faults(); /* they would kill */
		held_in_kernel(sig, info, uc);
	} else if (is_for_process(info)) {
		keep_for_process(t, info);
	} else {
		keep(t, sig, info);
	}
}

void held_at_start(struct thread *t, const siginfo_t *info)
{
	if (is_for_process(info))
		keep_for_process(t, info);
	else
		keep(t, SIGSYS, info);
}

uint64_t held_pending(const struct thread *t)
{
	uint64_t set = t->held;

	if (for_process.state != EMPTY)
		set |= SIGCALL_BIT(SIGSYS);
	return set;
}

/* First what was sent to the thread. 0: nothing of sig any more. */
static int take(struct thread *t, int sig, siginfo_t *info)
{
	siginfo_t *held = t->masks.held_info[masks_index(sig)];

	if (held->si_signo == 0)
		held++;
	if (held->si_signo == 0)
		return sig == SIGSYS && take_for_process(info);
	memcpy(info, held, sizeof(*info));
	held->si_signo = 0;
	if (t->masks.held_info[masks_index(sig)][1].si_signo == 0)
		t->held &= ~SIGCALL_BIT(sig);
	return 1;
}

/* Give it all to how(), which may not come back. */
static void give(struct thread *t, uint64_t set,
		 void (*how)(int sig, const siginfo_t *info))
{
	siginfo_t info;

	for (int i = 0; i < MASKS_COUNT; i++)
		while ((set & SIGCALL_BIT(masks_ours[i])) &&
		       take(t, masks_ours[i], &info))
			how(masks_ours[i], &info);
}

void held_send(struct thread *t)
{
	give(t, t->held & ~t->masks.blocked, send);
}

void held_requeue(struct thread *t, uint64_t mask)
{
	uint64_t due = held_pending(t) & ~mask;

	if (!due)
		return;
	masks_block(due);
	give(t, due, put_back);
}

void held_drop(struct thread *t, int sig)
{
	const uint64_t set = SIGCALL_BIT(sig);
	siginfo_t info;

	while (take(t, sig, &info))
		;
	if (!(t->masks.really_blocked & set) || !memory_may_call())
		return;
	while (SYSCALL(__NR_rt_sigtimedwait, &set, &info, &no_time, sizeof(set),
		       0, 0) == sig)
		;
}

/* --- children ----------------------------------------------------------------
 */

void held_forget(struct thread *t)
{
	t->held = 0;
	memset(t->masks.held_info, 0, sizeof(t->masks.held_info));
	for_process.state = EMPTY;
}

void held_vfork(struct thread *t)
{
	siginfo_t *mine = &t->vfork->held_for_process;

	if (!take_for_process(mine))
		mine->si_signo = 0;
	held_forget(t);
}

void held_vfork_done(struct thread *t)
{
	const siginfo_t *mine = &t->vfork->held_for_process;

	t->held = 0;
	for (int i = 0; i < MASKS_COUNT; i++)
		if (t->masks.held_info[i][0].si_signo |
		    t->masks.held_info[i][1].si_signo)
			t->held |= SIGCALL_BIT(masks_ours[i]);
	for_process.state = EMPTY;
	if (mine->si_signo)
		keep_for_process(t, mine);
}
