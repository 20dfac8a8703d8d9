/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lines of the trace, also from signal handlers. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run.h"

void trace(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	shared->length = plans_trace(shared->text, shared->length, TRACE_SIZE,
				     fmt, args);
	va_end(args);
}

const char *trace_pid(pid_t pid)
{
	return pid == 0				    ? "0"
	       : pid == self.me			    ? "self"
	       : pid == shared->burst.helper	    ? "helper"
	       : pid == (pid_t)syscall(SYS_getppid) ? "parent"
						    : "other";
}

/* All of its 128 bytes count; those that differ between runs are named. */
void trace_info(const char *what, const siginfo_t *info)
{
	const unsigned char *bytes = (const unsigned char *)info;
	unsigned tail = 0;
	const void *addr = info->si_addr;
	const struct fault *touched = self.touching;

	for (size_t i = 28; i < sizeof(*info); i++)
		tail = tail * 31 + bytes[i];
	if (info->si_code == SI_TIMER)
		trace("%s signo %d timer value %d", what, info->si_signo,
		      info->si_value.sival_int);
	else if (touched && info->si_signo == touched->sig &&
		 info->si_code > 0 && info->si_pid != self.me)
		trace("%s signo %d code %d at %s", what, info->si_signo,
		      info->si_code, call_address_name((uintptr_t)addr));
	else if (info->si_signo == SIGCHLD && info->si_code > 0)
		trace("%s signo %d code %d status %d", what, info->si_signo,
		      info->si_code, info->si_status);
	else
		trace("%s signo %d errno %d code %d pid %s uid %s value %d "
		      "tail %x",
		      what, info->si_signo, info->si_errno, info->si_code,
		      trace_pid(info->si_pid),
		      info->si_uid == getuid() ? "own" : "other",
		      info->si_value.sival_int, tail);
}

static void report_action(int sig)
{
	struct kernel_action act;
	int slot;

	action_of(sig, &act);
	slot = handlers_slot((void *)act.handler);
	if ((void *)act.handler == (void *)SIG_DFL && !act.flags && !act.mask)
		return;
	if (slot >= 0)
		trace("  %d: handler %d flags %lx mask %lx", sig, slot,
		      act.flags, act.mask);
	else
		trace("  %d: %s flags %lx mask %lx", sig,
		      (void *)act.handler == (void *)SIG_DFL   ? "default"
		      : (void *)act.handler == (void *)SIG_IGN ? "ignored"
							       : "elsewhere",
		      act.flags, act.mask);
}

void trace_report(int all)
{
	stack_t st;

	memset(&st, 0, sizeof(st));
	sigaltstack(NULL, &st);
	if (st.ss_flags & SS_DISABLE) /* exec may leave SS_AUTODISARM */
		st.ss_flags = SS_DISABLE;
	trace("  mask %lx pending %lx stack %d flags %x", mask_now(),
	      pending_now(), stacks_index((uintptr_t)st.ss_sp),
	      (unsigned)st.ss_flags);
	if (all)
		for (int sig = 1; sig <= 64; sig++) {
			if (sig != 32 && sig != 33)
				report_action(sig);
		}
	else
		for (int i = 0; i < PLAN_POOL; i++)
			report_action(plan.pool[i]);
}
