/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Tells our own faults from the program's, and deals with ours. */
#include "signals/faults.h"

#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "base/constants.h"
#include "base/gate.h"
#include "base/ksignal.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "intercept/entry_labels.h"
#include "intercept/sites.h"
#include "intercept/sled.h"
#include "intercept/sud.h"
#include "intercept/vdso.h"
#include "signals/guard.h"
#include "signals/held.h"
#include "signals/perish.h"
#include "signals/sigcontext.h"
#include "signals/sigmask.h"
#include "signals/signal_entry.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"

#define SYS_SECCOMP 1
#define SYS_USER_DISPATCH 2

/* Exception 14, with the bits of its error code for an instruction fetch. */
#define PAGE_FAULT 14
#define FETCHED_BY_USER 0x14
#define FAULT_PRESENT 0x1
#define FAULT_KEY 0x20

/* The program's actions for our signals, and whether its handlers use the
 * alternate stack. */
static struct action said[SIGMASK_COUNT];
static int altstack;
static int leave_masks;

static_assert(sizeof(said) == sizeof(((struct thread_vfork *)0)->said),
	      "a vfork child has room for as many");

static struct action *table_of(struct thread_vfork *vfork)
{
	return vfork ? vfork->said : said;
}

static struct action *said_of(const struct thread *t, int sig)
{
	return table_of(t ? t->vfork : NULL) + sigmask_index(sig);
}

void faults_vfork(struct thread_vfork *vfork)
{
	memcpy(vfork->said, table_of(vfork->outer), sizeof(said));
}

void faults_fork(const struct thread_vfork *vfork)
{
	memcpy(said, vfork->said, sizeof(said));
}

/* Without a restorer the kernel runs no handler: the signal kills. */
static int can_run(const struct action *act)
{
	return ksignal_is_handler(act->handler) &&
	       (act->flags & KSIGNAL_SA_RESTORER);
}

/* The kernel lets the program's own instruction make the call. */
static int is_let(const struct call *call)
{
	struct seccomp_data data;

	if (!call || call->thread->filters == &seccomp_filters_unknown)
		return 0;
	seccomp_filters_describe(&data, &call->regs, call->frame->rip);
	return seccomp_filters_lets(
		seccomp_filters_answer(call->thread->filters, &data));
}

long faults_set(const struct call *call, int sig, const struct action *act,
		struct action *old)
{
	long ret = ksignal_set(sig, act, old);

	if (ret != SECCOMP_FILTERS_REFUSED || !is_let(call))
		return ret;
	if (old)
		*old = (struct action){.handler = signal_entry};
	return 0;
}

/* In our handler the signal itself stays unblocked, and the kernel does not
 * reset the action, whatever the program has asked for. What it has asked for
 * is emulated. */
static long install_handler(const struct call *call, int sig,
			    const struct action *act, struct action *old)
{
	struct action ours = {
		.flags = SA_RESTART | KSIGNAL_SA_RESTORER,
		.restorer = gate_restorer,
	};

	if (can_run(act))
		ours = *act;
	else if (altstack)
		ours.flags |= SA_ONSTACK;
	ours.handler = signal_entry;
	ours.flags |= SA_SIGINFO | SA_NODEFER;
	ours.flags &= ~(unsigned long)SA_RESETHAND;
	ours.mask = leave_masks ? 0 : ~KSIGNAL_OURS;
	return faults_set(call, sig, &ours, old);
}

static void install_all(const struct action *table)
{
	for (int i = 0; i < SIGMASK_COUNT; i++)
		install_handler(NULL, sigmask_ours[i], &table[i], NULL);
}

void faults_leave_masks(const struct thread *t)
{
	leave_masks = 1;
	install_all(table_of(t->vfork));
}

void faults_init(void)
{
	for (int i = 0; i < SIGMASK_COUNT; i++)
		ksignal_get(sigmask_ours[i], &said[i]);
	install_all(said);
}

void faults_leave(void)
{
	for (int i = 0; i < SIGMASK_COUNT; i++)
		ksignal_set(sigmask_ours[i], &said[i], NULL);
}

void faults_forget(struct thread_vfork *vfork)
{
	struct action *table = table_of(vfork);

	for (int i = 0; i < SIGMASK_COUNT; i++)
		if (table[i].handler != (void (*)(void))SIG_IGN)
			table[i] = (struct action){0};
	install_all(table);
}

int faults_owns(int sig)
{
	return sigmask_index(sig) >= 0;
}

const struct action *faults_said(const struct thread *t, int sig)
{
	return said_of(t, sig);
}

long faults_install(struct call *call, int sig, const struct action *act,
		    struct action *old)
{
	struct action *known = said_of(call->thread, sig), before = *known;
	long ret;

	*known = *act;
	ret = install_handler(call, sig, act, old);
	if (ret != 0) {
		*known = before;
		return ret;
	}
	known->flags = ksignal_known_flags(sig, act->flags);
	if (act->handler == (void (*)(void))SIG_IGN)
		held_drop(call->thread, sig);
	return 0;
}

void faults_use_altstack(void)
{
	if (altstack)
		return;
	altstack = 1;
	install_all(said);
}

/* --- faults of our own and of call sites -------------------------------------
 */

/*
 * The call instruction at a call site has jumped to where nothing is, with
 * its return address on the stack; or rax was no address at all, and the
 * instruction itself has failed. Either way it goes on in entry_call.
 */
static int is_wild_number(struct sigcontext *regs)
{
	uint64_t back;

	if (sites_contains(regs->rip)) {
		/* by bytes: the program may have alignment checks on */
		const volatile uint8_t *site = (const uint8_t *)regs->rip;

		back = regs->rip + SITE_SIZE;
		if (site[0] != 0xff || site[1] != 0xd0) /* call *%rax */
			return 0;
		regs->rsp -= 8;
		*(uint64_t *)regs->rsp = back;
	} else if (regs->rip != regs->rax || memory_peek(regs->rsp, &back) ||
		   !sites_contains(back - SITE_SIZE)) {
		return 0;
	}
	regs->rip = (uintptr_t)entry_call;
	return 1;
}

/* An access of memory.h to the program's memory, which expects faults. */
static int is_expected(struct sigcontext *regs)
{
	uintptr_t tried;

	if (regs->rip == (uintptr_t)memory_copy_bytes) {
		regs->rip = (uintptr_t)memory_copy_failed;
		return 1;
	}
	tried = memory_tried(regs->rip, regs->rsp);
	if (!tried)
		return 0;
	regs->rip = (uintptr_t)memory_attempt_failed;
	regs->rsp = tried;
	return 1;
}

int faults_without_storage(struct ucontext *uc)
{
	struct sigcontext *regs = &uc->uc_mcontext;
	uintptr_t on = thread_without_storage(regs->rip);

	if (!on)
		return 0;
	regs->rcx = 0;
	regs->rip = on;
	return 1;
}

/* --- what the program is to see as a fault of its own ------------------------
 */

/* In place of the registers with which we raised the signal, those at the
 * frame; and the program's mask, in which only we blocked more. */
static void show_raised(struct thread *t, siginfo_t *info, struct ucontext *uc)
{
	const struct frame *f = t->raising.frame;
	struct sigcontext *regs = &uc->uc_mcontext;

	t->raising.frame = NULL;
	t->in_hook = 0;
	t->frame = f->outer;
	sigcontext_from_frame(regs, f);
	regs->rip = f->rip;
	*info = *(const siginfo_t *)t->raising.info;
	if (info->si_signo == SIGSEGV) { /* a null call: its return address is
					    on top */
		regs->rcx = regs->rip = 0;
		regs->rsp = f->rsp - 8;
		regs->trapno = PAGE_FAULT;
		regs->err = FETCHED_BY_USER;
		regs->cr2 = 0;
	}
	if (t->raising.masked)
		uc->uc_sigmask = t->raising.mask;
}

void faults_raise(struct thread *t, const struct frame *frame,
		  const siginfo_t *info)
{
	int sig = info->si_signo;
	const unsigned long all_but_it = ~KSIGNAL_BIT(sig);
	unsigned long mask = 0;

	if (!can_run(said_of(t, sig)) ||
	    (sigmask_ours_blocked(t) & KSIGNAL_BIT(sig)))
		return;
	t->raising.masked = ksignal_set_mask(&all_but_it, &mask) == 0;
	t->raising.mask = mask;
	t->raising.info = info;
	t->raising.frame = frame;
	guard_raise(t, 1);
	ksignal_queue(thread_own_pid(), thread_own_tid(), sig, info);
	/* only where a filter refuses that; else show_raised() has put other
	 * registers in our place */
	if (t->raising.masked)
		ksignal_set_mask(&mask, NULL);
	t->raising.masked = 0;
	if (!(t->masks.really_blocked & KSIGNAL_BIT(SIGSEGV)))
		sigmask_fault();
	t->raising.frame = NULL;
	guard_lower(t);
}

/* Natively nothing is where the sled is. */
static void show_unmapped(siginfo_t *info, struct sigcontext *regs)
{
	if (!sled_has((uintptr_t)info->si_addr))
		return;
	info->si_code = SEGV_MAPERR;
	info->si_pkey = 0;
	regs->err &= ~(uint64_t)(FAULT_PRESENT | FAULT_KEY);
}

/* --- arrival ----------------------------------------------------------------
 */

/* On the way back from a handler of ours: the mask is ours until the call. */
static int is_leaving(uintptr_t rip)
{
	return rip >= gate_address(gate_blob_restorer) &&
	       rip < gate_address(gate_blob_restorer_end);
}

/* On the way into a handler of the program's, behind which its mask is set, or
 * out of ours. */
static int is_entering(const struct thread *t, const struct sigcontext *regs)
{
	uintptr_t rip = regs->rip;

	return (t && t->masks.entering > 1) || is_leaving(rip) ||
	       (rip >= (uintptr_t)signal_entry &&
		rip < (uintptr_t)signal_entry_end) ||
	       (rip >= (uintptr_t)__start_signals_text &&
		rip < (uintptr_t)__stop_signals_text);
}

/* Is this thread busy? A hook runs, or a signal that was kept meanwhile is
 * still on its way to its handler: it came first. */
static int is_occupied(const struct thread *t)
{
	return t &&
	       (t->in_hook || t->pending.is_kept || t->pending.kept.delivering);
}

/* Is it a fault of this thread? A signal that was sent may have nearly any
 * code. */
static int is_fault(int sig, int code)
{
	if (sig == SIGSYS)
		return code == SYS_SECCOMP || code == SYS_USER_DISPATCH;
	return code > 0;
}

int faults_arrived(struct thread *t, int sig, siginfo_t *info,
		   struct ucontext *uc)
{
	struct sigcontext *regs = &uc->uc_mcontext;
	const struct action *act = said_of(t, sig);
	int own = is_fault(sig, info->si_code);
	int blocked = t && (sigmask_blocked(t, uc) & KSIGNAL_BIT(sig));

	if (!own)
		held_arrived(info);
	/* all others are blocked meanwhile */
	if (t && t->raising.frame) {
		show_raised(t, info, uc);
		return 0;
	}
	if (own && ((sig != SIGSYS && is_expected(regs)) ||
		    (sig == SIGSEGV &&
		     (sigmask_asked(uc) || is_wild_number(regs) ||
		      vdso_arrived(regs) || vdso_clock_failed(t, regs))) ||
		    (sig == SIGSYS && sud_arrived(t, info, regs))))
		return 1;
	if (own && sig == SIGSYS && t && t->in_hook) {
		/* the program's seccomp filter traps a call of ours */
		regs->rax = (uint64_t)-ENOSYS;
		return 1;
	}
	if (own && sig == SIGSEGV && regs->trapno == PAGE_FAULT)
		show_unmapped(info, regs);
	if (own) {
		if (!blocked && can_run(act))
			return 0;
		perish_arrived(t, sig, info, uc);
	} else if (sigcontext_is_vfork_parent(t, regs)) {
		held_for_parent(t, sig, info);
	} else if (is_occupied(t) || (t && held_waits(t, sig, uc))) {
		/* told of a signal, too: it may read */
		held_keep(t, sig, info, uc);
	} else if (is_entering(t, regs)) {
		held_on_the_way(t, sig, info, uc);
	} else if (blocked) {
		held_keep(t, sig, info, uc);
	} else if (can_run(act)) {
		held_shown(info);
		return 0;
	} else if (act->handler != (void (*)(void))SIG_IGN) {
		perish_arrived(t, sig, info, uc);
	}
	sigmask_go_on(t, uc);
	return 1;
}

/* SA_RESETHAND is seen to here. */
struct action faults_take(struct thread *t, int sig)
{
	struct action act = *said_of(t, sig);

	if (act.flags & SA_RESETHAND)
		said_of(t, sig)->handler = (void (*)(void))SIG_DFL;
	return act;
}

/* --- exec --------------------------------------------------------------------
 */

static int is_ignored(const struct thread *t, int sig)
{
	return said_of(t, sig)->handler == (void (*)(void))SIG_IGN;
}

int faults_ignores(const struct thread *t)
{
	for (int i = 0; i < SIGMASK_COUNT; i++)
		if (is_ignored(t, sigmask_ours[i]))
			return 1;
	return 0;
}

void faults_before_exec(const struct thread *t)
{
	for (int i = 0; i < SIGMASK_COUNT; i++)
		if (is_ignored(t, sigmask_ours[i]))
			ksignal_set(sigmask_ours[i],
				    said_of(t, sigmask_ours[i]), NULL);
}

void faults_after_failed_exec(const struct thread *t)
{
	for (int i = 0; i < SIGMASK_COUNT; i++)
		if (is_ignored(t, sigmask_ours[i]))
			install_handler(NULL, sigmask_ours[i],
					said_of(t, sigmask_ours[i]), NULL);
}
