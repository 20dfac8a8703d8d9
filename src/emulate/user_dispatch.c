/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Does the program's own Syscall User Dispatch at its call sites. */
#include "emulate/user_dispatch.h"

#include <asm/errno.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/audit.h>
#include <linux/prctl.h>

#include "base/gate.h"
#include "base/rawcall.h"
#include "hooks/hook_stack.h"
#include "intercept/vdso.h"
#include "rules/enabled.h"
#include "signals/faults.h"
#include "signals/perish.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define SYS_USER_DISPATCH 2
#define INCLUSIVE_ON 2 /* PR_SYS_DISPATCH_INCLUSIVE_ON, Linux 6.17 */
#define ADDRESSES_END 0x7ffffffff000ul

enum { ALLOW, BLOCK };
enum { ON, OFFSET, LENGTH, SELECTOR };

static int all_seen; /* every call comes to dispatch */

/* In a hook: the gate is changed by one at a time. */
static void see_all(void *thread)
{
	thread_lock_common(thread);
	enabled_core_all();
	thread_unlock_common(thread);
}

int user_dispatch_see_all(struct thread *t)
{
	if (!all_seen && hook_stack_run(t, see_all, t) != 0)
		return -1;
	all_seen = 1;
	return 0;
}

/* Ask the kernel whether it knows the mode and takes the range. It looks at the
 * selector last, and this selector is no address of the program's, so nothing
 * is changed. */
static long try(const struct SyscallRegs *regs)
{
	struct SyscallRegs trial = *regs;
	long ret;

	trial.r8 = ~0ul;
	ret = gate_issue(&trial);
	return ret == -EFAULT ? 0 : ret;
}

static long set_own_dispatch(struct thread *t, const struct SyscallRegs *regs)
{
	uint64_t offset = regs->rdx, length = regs->r10, selector = regs->r8;
	long ret;

	if (regs->rsi == PR_SYS_DISPATCH_OFF) {
		if (offset || length || selector)
			return -EINVAL;
		t->sud.own[ON] = 0;
		return 0;
	}
	ret = try(regs);
	if (ret != 0)
		return ret;
	if (selector >= ADDRESSES_END)
		return -EFAULT;
	if (user_dispatch_see_all(t) != 0)
		return -ENOMEM;
	if (regs->rsi == INCLUSIVE_ON) { /* all but the range may call */
		offset += length;
		length = -length;
	}
	t->sud.own[OFFSET] = offset;
	t->sud.own[LENGTH] = length;
	t->sud.own[SELECTOR] = selector;
	t->sud.own[ON] = 1;
	return 0;
}

/* Ours may not read the time stamp counter either, or may again. */
static long set_counter(const struct call *call)
{
	long ret = gate_issue(&call->regs);

	if (ret == 0 && call->thread)
		call->thread->clock.faults = call->regs.rsi == PR_TSC_SIGSEGV;
	return ret;
}

long user_dispatch_prctl(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;

	switch ((int)regs->rdi) {
	case PR_SET_TSC:
		return set_counter(call);
	case PR_SET_SYSCALL_USER_DISPATCH:
		if (call->thread)
			return set_own_dispatch(call->thread, regs);
		/* fallthrough */
	default:
		return gate_issue(regs);
	}
}

/* The kernel compares the address behind the instruction. */
void user_dispatch_check(struct thread *t, const struct frame *frame)
{
	siginfo_t info = {.si_signo = SIGSYS, .si_code = SYS_USER_DISPATCH};
	uint8_t state = BLOCK;

	if (frame->rip - t->sud.own[OFFSET] < t->sud.own[LENGTH] ||
	    vdso_holds(frame->rip)) /* natively no system call */
		return;
	if (t->sud.own[SELECTOR] &&
	    memory_copy_in(&state, t->sud.own[SELECTOR], 1) != 1)
		perish_now(SIGSEGV);
	if (state == ALLOW)
		return;
	if (state != BLOCK)
		perish_now(SIGSYS);
	info.si_call_addr = (void *)frame->rip;
	info.si_syscall = (int)frame->rax;
	info.si_arch = AUDIT_ARCH_X86_64;
	faults_raise(t, frame, &info);
	perish_now(SIGSYS); /* without a handler that can run */
}
