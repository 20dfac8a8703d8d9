/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Ends the process by one of our signals. */
#include "signals/perish.h"

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <asm/unistd.h>

#include "base/gate.h"
#include "base/ksignal.h"
#include "base/rawcall.h"
#include "intercept/sud.h"
#include "thread/seccomp_filters.h"
#include "thread/thread.h"

#define SITE_SIZE 2
#define SYS_SECCOMP 1

__attribute__((noreturn)) void entry_perish(void);

static int reset(int sig)
{
	const struct action standard = {0};

	return ksignal_set(sig, &standard, NULL) != SECCOMP_FILTERS_REFUSED;
}

static int may(const struct thread *t, long nr, uint64_t first)
{
	const struct SyscallRegs regs = {.rax = (uint64_t)nr, .rdi = first};

	return seccomp_filters_may(t, &regs);
}

/* What is forced on a thread that blocks it ends the process, whatever its
 * action is. The way back from signal_entry sets the mask. */
static int block(const struct thread *t, int sig, struct ucontext *uc)
{
	uc->uc_sigmask |= KSIGNAL_BIT(sig);
	return !seccomp_filters_any || may(t, __NR_rt_sigreturn, 0) ||
	       may(t, __NR_rt_sigprocmask, SIG_SETMASK);
}

/* Some of these the filters refuse: if they kill or trap for it, that is the
 * end. SIGSYS has its default action, or is blocked. */
static void be_refused(void)
{
	static const unsigned short refused[] = {
		__NR_rt_sigaction, __NR_tgkill, __NR_rt_tgsigqueueinfo,
		__NR_getpid,	   __NR_gettid,
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (!may(NULL, refused[i], 0))
			gate_raw(0, 0, 0, 0, 0, 0, refused[i]);
}

/* It is sent again, to whoever of the process can be named. */
static void send(int sig, const siginfo_t *info)
{
	if (ksignal_queue(thread_own_tid(), sig, info) == 0 ||
	    !seccomp_filters_any)
		return;
	SYSCALL(__NR_kill, sys_getpid(), sig, 0, 0, 0, 0);
	if (sig == SIGSYS)
		be_refused();
	entry_perish();
}

/* The call that a filter traps is made once more. */
static void again(const siginfo_t *info, struct ucontext *uc)
{
	uc->uc_mcontext.rip -= SITE_SIZE;
	uc->uc_mcontext.rax = (uint64_t)info->si_syscall;
}

void perish_arrived(const struct thread *t, int sig, const siginfo_t *info,
		    struct ucontext *uc)
{
	int is_reset = reset(sig);

	if (sig == SIGSYS && info->si_code == SYS_SECCOMP) {
		if (!is_reset && !block(t, sig, uc))
			entry_perish();
		again(info, uc);
	} else if (!is_reset) {
		perish_now(sig);
	} else if (info->si_code <= 0 || sig == SIGSYS) {
		send(sig, info);
	} /* else a fault, which meets the action when it is tried again */
}

void perish_now(int sig)
{
	const siginfo_t info = {.si_signo = sig, .si_code = SI_KERNEL};
	const unsigned long all = ~0ul;

	if (!reset(sig)) {
		if (ksignal_set_mask(&all, NULL) == 0 && sig == SIGSYS) {
			be_refused();
			sud_perish();
		}
		entry_perish();
	}
	for (;;) {
		send(sig, &info);
		SYSCALL(__NR_tgkill, sys_getpid(), sys_gettid(), sig, 0, 0, 0);
	}
}
