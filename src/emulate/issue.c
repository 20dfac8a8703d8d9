/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Makes the original call. Calls that need care go to the file that knows
 * how. */
#include "emulate/issue.h"

#include <asm/errno.h>
#include <asm/unistd.h>
#include <assert.h>
#include <linux/prctl.h>

#include "base/gate.h"
#include "emulate/exec.h"
#include "emulate/fd_calls.h"
#include "emulate/mappings.h"
#include "emulate/rewrite_now.h"
#include "emulate/rlimit.h"
#include "emulate/seccomp.h"
#include "emulate/task.h"
#include "emulate/tracer.h"
#include "emulate/user_dispatch.h"
#include "hooks/hook.h"
#include "rules/enabled.h"
#include "signals/held.h"
#include "signals/sigmask.h"
#include "signals/signals.h"
#include "thread/seccomp_filters.h"
#include "thread/thread.h"

#define LOGS 1	  /* comes here only while there is a script or a log */
#define THREAD 2  /* without the thread's record it is like any other */
#define NOT_RAW 4 /* hook_raw() does not make it */
#define LATER 8	  /* comes here only once its file asks for it */

static long issue_prctl(struct call *call)
{
	return (int)call->regs.rdi == PR_SET_SECCOMP
		       ? seccomp_issue(call)
		       : user_dispatch_prctl(call);
}

/* The calls that need care, and the function that makes each. */
static const struct care {
	unsigned short nr, how;
	long (*issue)(struct call *);
} care[] = {
	{__NR_clone, NOT_RAW, task_make},
	{__NR_clone3, NOT_RAW, task_make},
	{__NR_fork, NOT_RAW, task_make},
	{__NR_vfork, NOT_RAW, task_make},
	{__NR_exit, NOT_RAW, task_end_thread},
	{__NR_exit_group, NOT_RAW, task_end_process},
	{__NR_arch_prctl, NOT_RAW, task_set_storage},
	{__NR_execve, NOT_RAW, exec_issue},
	{__NR_execveat, NOT_RAW, exec_issue},

	{__NR_rt_sigreturn, NOT_RAW, signals_return},
	{__NR_rt_sigaction, NOT_RAW | THREAD, signals_action},
	{__NR_sigaltstack, NOT_RAW | THREAD, rewrite_now_altstack},
	{__NR_rt_sigprocmask, NOT_RAW | THREAD, sigmask_change},
	{__NR_rt_sigsuspend, THREAD, sigmask_suspend},
	{__NR_ppoll, THREAD, sigmask_suspend},
	{__NR_pselect6, THREAD, sigmask_suspend},
	{__NR_epoll_pwait, THREAD, sigmask_suspend},
	{__NR_epoll_pwait2, THREAD, sigmask_suspend},
	{__NR_io_pgetevents, THREAD, sigmask_suspend},
	{__NR_io_uring_enter, THREAD, sigmask_suspend},
	{__NR_rt_sigpending, THREAD, sigmask_tell_pending},
	{__NR_rt_sigtimedwait, THREAD, sigmask_take},
	{__NR_kill, THREAD, held_send},
	{__NR_rt_sigqueueinfo, THREAD, held_send},
	{__NR_rt_tgsigqueueinfo, 0, held_send_to_thread},
	{__NR_timer_create, 0, held_make_timer},
	{__NR_timer_delete, 0, held_delete_timer},

	{__NR_seccomp, NOT_RAW | THREAD, seccomp_issue},
	{__NR_prctl, 0, issue_prctl},
	{__NR_ptrace, 0, tracer_trace},
	{__NR_wait4, LATER, tracer_wait},
	{__NR_waitid, LATER, tracer_wait_id},
	{__NR_chroot, 0, rewrite_now_root},
	{__NR_pivot_root, 0, rewrite_now_root},

	{__NR_mmap, 0, mappings_map},
	{__NR_munmap, 0, mappings_unmap},
	{__NR_mprotect, 0, mappings_protect},
	{__NR_pkey_mprotect, 0, mappings_protect},
	{__NR_mremap, 0, mappings_remap},
	{__NR_madvise, 0, mappings_advise},
	{__NR_shmat, 0, mappings_attach},
	{__NR_mlockall, NOT_RAW, mappings_lock_all},

	{__NR_close, LOGS, fd_calls_close},
	{__NR_close_range, LOGS, fd_calls_close_range},
	{__NR_dup2, LOGS, fd_calls_duplicate},
	{__NR_dup3, LOGS, fd_calls_duplicate},
	{__NR_unshare, LOGS, fd_calls_unshare},
	{__NR_io_uring_setup, LOGS, fd_calls_set_up_ring},
	{__NR_setrlimit, LOGS, rlimit_issue},
	{__NR_prlimit64, LOGS, rlimit_issue},
};

#define CARE (sizeof(care) / sizeof(care[0]))
#define NUMBERS 512

/* For each number its place in the table, counted from 1; 0: it needs no
 * care. */
static uint8_t place[NUMBERS];
static_assert(CARE <= UINT8_MAX, "a place each");

static const struct care *find_care(uint64_t nr)
{
	return nr < NUMBERS && place[nr] ? &care[place[nr] - 1] : NULL;
}

void issue_start(int logs)
{
	for (size_t i = 0; i < CARE; i++) {
		place[care[i].nr] = (uint8_t)(i + 1);
		if (!(care[i].how & (logs ? LATER : LATER | LOGS)))
			enabled_core(care[i].nr);
	}
	if (logs)
		fd_calls_changed();
}

static long issue_with_care(struct call *call)
{
	const struct care *c = find_care(call->regs.rax);

	if (!c || (c->how & THREAD && !call->thread))
		return gate_issue(&call->regs);
	return c->issue(call);
}

__attribute__((cold, noinline)) static long issue_filtered(struct call *call)
{
	long ret;

	return seccomp_judge(call, &ret) ? ret : issue_with_care(call);
}

static long issue_judged(struct call *call)
{
	return __builtin_expect(seccomp_filters_any, 0) ? issue_filtered(call)
							: issue_with_care(call);
}

long issue_call(struct call *call)
{
	if (fd_calls_may_concern(call) && fd_calls_concern(call))
		return fd_calls_around(call, issue_judged);
	return issue_judged(call);
}

long hook_raw(const struct SyscallRegs *regs)
{
	const struct care *c = find_care(regs->rax);

	if (c && c->how & NOT_RAW)
		return -EINVAL;
	return !seccomp_filters_any || seccomp_filters_may(thread_known(), regs)
		       ? gate_issue(regs)
		       : SECCOMP_FILTERS_REFUSED;
}
