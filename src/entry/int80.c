/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Makes calls of the i386 table, some by their 64-bit equivalents. */
#include "entry/int80.h"

#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <linux/sched.h>
#include <stddef.h>

#include "base/frame.h"
#include "base/rawcall.h"
#include "emulate/issue.h"
#include "hooks/hook.h"
#include "intercept/i386.h"
#include "signals/sigmask.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define MASK_SIZE 8

/* --- on the program's stack ------------------------------------------------
 */

static long issue_native(struct call *call, long nr, const uint64_t a[6])
{
	call->nr = nr;
	call->regs = (struct SyscallRegs){
		.rax = (uint64_t)nr,
		.rdi = a[0],
		.rsi = a[1],
		.rdx = a[2],
		.r10 = a[3],
		.r8 = a[4],
		.r9 = a[5],
		.rip = call->frame->rip - 2,
		.rsp = call->frame->rsp,
	};
	return issue_call(call);
}

/* The child begins with the registers of the call that is made. Those that are
 * no arguments are the program's own. */
static long fork_as(struct call *call, long nr)
{
	const struct frame *f = call->frame;
	const uint64_t a[6] = {f->rdi, f->rsi, f->rdx, f->r10, f->r8, f->r9};

	return issue_native(call, nr, a);
}

/* int80.S: a child's way home from this, at the top of its stack. */
struct home {
	uint64_t rdi, rsi, rdx, r10, r8, rcx, rip;
};
void entry_int80_home(void);

/* The child gets the program's registers back, because the arguments stand in
 * other ones. */
static long clone_as(struct call *call, const uint64_t a[6], uint64_t rcx)
{
	const struct frame *f = call->frame;
	const struct home home = {.rdi = f->rdi,
				  .rsi = f->rsi,
				  .rdx = f->rdx,
				  .r10 = f->r10,
				  .r8 = f->r8,
				  .rcx = rcx,
				  .rip = f->rip};
	uint64_t args[6] = {a[0], a[1], a[2], a[4]}; /* CLONE_SETTLS is not */
	struct frame child = *f;
	struct call with_home = {.frame = &child, .thread = call->thread};

	if (args[1]) {
		args[1] -= sizeof(home);
		memory_copy_out(args[1], &home, sizeof(home));
		child.rip = (uintptr_t)entry_int80_home;
		return issue_native(&with_home, __NR_clone, args);
	}
	return issue_native(call, __NR_clone, args);
}

/* With masks of 32 signals. */
static long sigprocmask_as(struct call *call, const uint64_t a[6])
{
	const uint64_t high = ~(uint64_t)UINT32_MAX;
	uint64_t before, set = 0;
	uint64_t look[6] = {SIG_BLOCK, 0, (uintptr_t)&before, MASK_SIZE};
	uint64_t change[6] = {a[0], (uintptr_t)&set, 0, MASK_SIZE};
	uint32_t word;
	long ret = issue_native(call, __NR_rt_sigprocmask, look);

	if (ret == 0 && a[1]) {
		if (memory_copy_in(&word, a[1], sizeof(word)) != sizeof(word))
			return -EFAULT;
		set = word;
		if ((int)a[0] == SIG_SETMASK)
			set |= before & high;
		ret = issue_native(call, __NR_rt_sigprocmask, change);
	}
	word = (uint32_t)before;
	if (ret == 0 && a[2] &&
	    memory_copy_out(a[2], &word, sizeof(word)) != sizeof(word))
		return -EFAULT;
	return ret;
}

static long sigsuspend_as(struct call *call, uint64_t mask)
{
	const uint64_t args[6] = {(uintptr_t)&mask, MASK_SIZE};

	return issue_native(call, __NR_rt_sigsuspend, args);
}

/* Times of 32-bit words. The kernel changes them to the time that is left. */
static long with_time(struct call *call, long nr, uint64_t a[6])
{
	const uint64_t at = a[nr == __NR_ppoll ? 2 : 4];
	int32_t words[2];
	int64_t time[2];
	long ret;

	if (!at)
		return issue_native(call, nr, a);
	if (memory_copy_in(words, at, sizeof(words)) != sizeof(words))
		return -EFAULT;
	time[0] = words[0], time[1] = words[1];
	a[nr == __NR_ppoll ? 2 : 4] = (uintptr_t)time;
	ret = issue_native(call, nr, a);
	words[0] = (int32_t)time[0], words[1] = (int32_t)time[1];
	memory_copy_out(at, words, sizeof(words)); /* if it can be */
	return ret;
}

static long pselect6_as(struct call *call, unsigned int nr, uint64_t a[6])
{
	const uint64_t pair[2] = {i386_pair_mask(a[5]), MASK_SIZE};

	a[5] = (uintptr_t)pair;
	return nr == I386_PSELECT6 ? with_time(call, __NR_pselect6, a)
				   : issue_native(call, __NR_pselect6, a);
}

static long make_native_call(struct call *call, unsigned int nr, uint64_t a[6],
			     uint64_t rcx)
{
	switch (nr) {
	case I386_FORK:
		return fork_as(call, __NR_fork);
	case I386_VFORK:
		return fork_as(call, __NR_vfork);
	case I386_CLONE:
		return clone_as(call, a, rcx);
	case I386_SIGPROCMASK:
		return sigprocmask_as(call, a);
	case I386_SIGSUSPEND:
		return sigsuspend_as(call, a[2]);
	case I386_PPOLL:
		return with_time(call, __NR_ppoll, a);
	case I386_PSELECT6:
	case I386_PSELECT6_TIME64:
		return pselect6_as(call, nr, a);
	default:
		return issue_native(call, i386_same_call(nr), a);
	}
}

long int80_issue(struct frame *frame, uint64_t rcx)
{
	/* ebx, ecx, edx, esi, edi, ebp */
	uint64_t a[6] = {(uint32_t)frame->rbx, (uint32_t)rcx,
			 (uint32_t)frame->rdx, (uint32_t)frame->rsi,
			 (uint32_t)frame->rdi, (uint32_t)frame->rbp};
	struct thread *t = thread_self();
	struct call call = {.frame = frame, .thread = t};
	long ret;

	if (t) {
		frame->outer = t->frame;
		t->frame = frame;
	}
	ret = make_native_call(&call, (unsigned int)frame->rax, a, rcx);
	if (t)
		t->frame = frame->outer;
	return ret;
}
