/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Ends the process by one of our signals. */
#include "signals/perish.h"

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <asm/unistd.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>

#include "base/constants.h"
#include "base/gate.h"
#include "base/ksignal.h"
#include "base/rawcall.h"
#include "intercept/sud.h"
#include "signals/sigmask.h"
#include "thread/lock.h"
#include "thread/seccomp_filters.h"
#include "thread/thread.h"

#define SYS_SECCOMP 1

__attribute__((noreturn)) void perish_by_fault(void);

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

/* A signal that the kernel forces on a thread which blocks it ends the process,
 * whatever the action is. The way back from signal_entry sets the mask. */
static int block(const struct thread *t, int sig, struct ucontext *uc)
{
	uc->uc_sigmask |= KSIGNAL_BIT(sig);
	return !seccomp_filters_any || may(t, __NR_rt_sigreturn, 0) ||
	       may(t, __NR_rt_sigprocmask, SIG_SETMASK);
}

/* Calls that do nothing without arguments. The filters refuse some of them. */
static const unsigned short idle[] = {
	__NR_rt_sigaction,    __NR_rt_sigprocmask,
	__NR_tgkill,	      __NR_rt_tgsigqueueinfo,
	__NR_rt_sigtimedwait, __NR_getpid,
	__NR_gettid,	      __NR_getppid,
	__NR_getuid,
};
#define IDLE (sizeof(idle) / sizeof(idle[0]))

/* A filter of ours that does this for any call: one of the thread's own. */
static int kill_for_all(uint32_t what)
{
	const struct sock_filter code = BPF_STMT(BPF_RET | BPF_K, what);
	const struct sock_fprog program = {1, (struct sock_filter *)&code};

	SYSCALL(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
	return SYSCALL(__NR_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER,
		       &program, 0, 0, 0) == 0 ||
	       SYSCALL(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program, 0, 0,
		       0) == 0;
}

/* By SIGSYS, whatever action and mask that has. */
static void be_killed(void)
{
	const struct thread *t = thread_known();

	for (size_t i = 0; seccomp_filters_any && t && i < IDLE; i++)
		if (seccomp_filters_kill_for(t, idle[i]))
			gate_raw(0, 0, 0, 0, 0, 0, idle[i]);
	if (kill_for_all(SECCOMP_RET_KILL_PROCESS))
		gate_raw(0, 0, 0, 0, 0, 0, __NR_getpid);
}

/* If the filters kill or trap for one of them, that is the end: SIGSYS has its
 * default action, or is blocked. */
static void be_refused(void)
{
	for (size_t i = 0; i < IDLE; i++)
		if (!may(NULL, idle[i], 0))
			gate_raw(0, 0, 0, 0, 0, 0, idle[i]);
}

/* SIGSYS is blocked: the next one that is forced on us is the end. */
__attribute__((noreturn)) static void end_blocked(void)
{
	sud_perish();
	be_refused();
	perish_by_fault();
}

/* Send it again, to any task of the process whose id is known. */
static void send(int sig, const siginfo_t *info)
{
	if (ksignal_queue(thread_own_pid(), thread_own_tid(), sig, info) == 0 ||
	    !seccomp_filters_any)
		return;
	SYSCALL(__NR_kill, thread_own_pid(), sig, 0, 0, 0, 0);
	if (sig == SIGSYS) {
		be_killed();
		be_refused();
	}
	perish_by_fault();
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
		if (!is_reset && !block(t, sig, uc)) {
			be_killed();
			perish_by_fault();
		}
		again(info, uc);
	} else if (!is_reset) {
		if (info->si_code <= 0 || sig == SIGSYS || !block(t, sig, uc))
			perish_now(sig);
	} else if (info->si_code <= 0 || sig == SIGSYS) {
		send(sig, info);
	} /* else a fault, which meets the action when it is tried again */
}

void perish_now(int sig)
{
	const siginfo_t info = {.si_signo = sig, .si_code = SI_KERNEL};
	const struct thread *t = thread_known();

	if (!reset(sig)) {
		if (sig == SIGSYS) {
			be_killed();
			if (sigmask_block(KSIGNAL_BIT(SIGSYS)))
				end_blocked();
		}
		perish_by_fault();
	}
	if (t && (t->masks.really_blocked & KSIGNAL_BIT(sig)) &&
	    !sigmask_unblock(KSIGNAL_BIT(sig))) {
		if (sig == SIGSYS)
			end_blocked();
		perish_by_fault();
	}
	for (;;) {
		send(sig, &info);
		SYSCALL(__NR_tgkill, thread_own_pid(), thread_own_tid(), sig, 0,
			0, 0);
	}
}

void perish_thread(const struct thread *t)
{
	if (kill_for_all(SECCOMP_RET_KILL_THREAD))
		gate_raw(0, 0, 0, 0, 0, 0, __NR_getpid);
	if (!thread_is_alone(t))
		gate_raw(SIGSYS, 0, 0, 0, 0, 0, __NR_exit);
	perish_now(SIGSYS);
}
