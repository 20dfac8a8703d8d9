/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "faults.h"

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "gate.h"
#include "memory.h"
#include "signals.h"
#include "sites.h"
#include "syscall.h"
#include "text.h"

#define SITE_SIZE 2
#define CALL_RAX 0xd0ff

void entry_call(void);
extern const char memory_peek_load[], memory_peek_failed[];

/* What the program has said of SIGSEGV, and whether its handlers use the
 * alternate stack. */
static struct action said;
static int altstack;

static void install(void)
{
	struct action ours = {
		.handler = signal_entry,
		.flags = SA_SIGINFO | SA_RESTART | SIGNALS_SA_RESTORER,
		.restorer = gate_restorer,
	};

	if (signals_is_handler(said.handler)) {
		ours = said;
		ours.handler = signal_entry;
		ours.flags |= SA_SIGINFO;
		/* done here: ours must stay */
		ours.flags &= ~(unsigned long)SA_RESETHAND;
	} else if (altstack) {
		ours.flags |= SA_ONSTACK;
	}
	signals_set(SIGSEGV, &ours);
}

void faults_init(void)
{
	signals_get(SIGSEGV, &said);
	install();
}

void faults_install(const struct action *act)
{
	said = *act;
	install();
}

void faults_use_altstack(void)
{
	if (altstack)
		return;
	altstack = 1;
	install();
}

/* --- numbers beyond the sled ------------------------------------------------
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
		back = regs->rip + SITE_SIZE;
		if (*(const uint16_t *)regs->rip != CALL_RAX)
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

/* --- calls through null pointers -------------------------------------------
 */

/* In place of the registers with which we raised the signal, those with which
 * the program jumped to 0; and its mask, in which only we blocked more. */
static void show_null_call(struct thread *t, struct ucontext *uc)
{
	const struct frame *f = t->null_call;
	struct sigcontext *regs = &uc->uc_mcontext;
	unsigned long mask = t->kept_mask;

	t->null_call = NULL;
	t->in_hook = 0;
	t->frame = f->outer;
	regs->r8 = f->r8, regs->r9 = f->r9, regs->r10 = f->r10;
	regs->r12 = f->r12, regs->r13 = f->r13, regs->r14 = f->r14;
	regs->r15 = f->r15, regs->rdi = f->rdi, regs->rsi = f->rsi;
	regs->rbp = f->rbp, regs->rbx = f->rbx, regs->rdx = f->rdx;
	regs->rax = f->rax;
	regs->rcx = regs->rip = 0;
	regs->rsp = f->rsp - 8; /* the return address is on top */
	regs->eflags = f->rflags;
	memcpy(&uc->uc_sigmask, &mask, sizeof(mask));
	mask |= said.mask;
	if (!(said.flags & SA_NODEFER))
		mask |= SIGNALS_BIT(SIGSEGV);
	signals_set_mask(&mask, NULL);
}

void faults_null_call(struct thread *t, const struct frame *frame)
{
	const unsigned long all_but_it = ~SIGNALS_BIT(SIGSEGV), none = 0;
	siginfo_t info = {.si_signo = SIGSEGV, .si_code = SEGV_MAPERR};
	unsigned long mask;

	if (!signals_is_handler(said.handler))
		return;
	SYSCALL(__NR_rt_sigprocmask, SIG_BLOCK, &none, &mask, 8, 0, 0);
	if (mask & SIGNALS_BIT(SIGSEGV))
		return;
	signals_set_mask(&all_but_it, NULL);
	t->kept_mask = mask;
	t->null_call = frame;
	t->in_hook = 1;
	signals_queue(SIGSEGV, &info);
	/* not reached: show_null_call() has put other registers in our place */
	t->in_hook = 0;
	t->null_call = NULL;
	signals_set_mask(&mask, NULL);
}

/* --- arrival ----------------------------------------------------------------
 */

/* As it ends without us: by the default action, which the fault meets when
 * the instruction is tried again. One that was sent is sent again. */
static void die(const siginfo_t *info)
{
	const struct action standard = {0};

	signals_set(SIGSEGV, &standard);
	if (info->si_code <= 0)
		signals_queue(SIGSEGV, info);
}

int faults_arrived(struct thread *t, siginfo_t *info, struct ucontext *uc)
{
	struct sigcontext *regs = &uc->uc_mcontext;
	int own = info->si_code > 0; /* a fault of this thread */

	if (t && t->null_call) {
		show_null_call(t, uc);
	} else if (own && regs->rip == (uintptr_t)memory_peek_load) {
		regs->rip = (uintptr_t)memory_peek_failed;
		return 1;
	} else if (own && is_wild_number(regs)) {
		return 1;
	}
	if (!signals_is_handler(said.handler)) {
		if (own || said.handler == (void (*)(void))SIG_DFL)
			die(info);
		return 1;
	}
	return 0;
}

const struct action *faults_said(void)
{
	return &said;
}

void (*faults_handler(void))(void)
{
	void (*handler)(void) = said.handler;

	if (said.flags & SA_RESETHAND)
		said = (struct action){0};
	return handler;
}

/* --- exec --------------------------------------------------------------------
 */

/* In a vfork child the kernel's disposition may be the child's own. */
static int ours_in_place(void)
{
	struct action now;

	signals_get(SIGSEGV, &now);
	return now.handler == signal_entry;
}

void faults_before_exec(void)
{
	if (said.handler == (void (*)(void))SIG_IGN && ours_in_place())
		signals_set(SIGSEGV, &said);
}

void faults_after_failed_exec(void)
{
	if (said.handler == (void (*)(void))SIG_IGN)
		install();
}
