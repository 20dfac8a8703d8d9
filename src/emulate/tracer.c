/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Hides the fallback's SIGSYS from a tracer. Until a process traces, its waits
 * do not come here.
 *
 * A tracee that goes on by PTRACE_CONT gets its SIGSYS, and that is all. In
 * the other ways it would stop in our handler, too: at its system calls, of
 * which rt_sigreturn is the last, or at each instruction. So it goes through
 * the handler by PTRACE_SYSCALL, whose stops are hidden, and then on in the
 * tracer's way.
 */
#include "emulate/tracer.h"

#include <asm/errno.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/prctl.h>
#include <linux/ptrace.h>
#include <linux/resource.h>
#include <linux/wait.h>

#include "base/constants.h"
#include "base/gate.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "emulate/rewrite_now.h"
#include "hooks/hook_stack.h"
#include "intercept/sud.h"
#include "rules/enabled.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"
#include "thread/thread.h"

#define SYS_USER_DISPATCH 2
#define PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG 0x4211 /* Linux 6.4 */
#define TRACESYSGOOD 0x80

/* --- what the tracer has asked for
 * --------------------------------------------
 */

#define TRACEES 1024
#define PLACES 8

/* Written by its tracer's thread only, unless it has to make room. */
static struct tracee {
	uint64_t how; /* its number << 32 | IN_HANDLER | the request that has
			 let it go on; 0: free */
	uint64_t rsp; /* of the call that has trapped */
} tracees[TRACEES] BIG_TABLE;

#define IN_HANDLER 0x10000ul
#define REQUEST 0xfffful

static uint64_t read_how(const struct tracee *e)
{
	return __atomic_load_n(&e->how, __ATOMIC_RELAXED);
}

static void write_how(struct tracee *e, int pid, uint64_t how)
{
	__atomic_store_n(&e->how, (uint64_t)(uint32_t)pid << 32 | how,
			 __ATOMIC_RELAXED);
}

static struct tracee *find_tracee(int pid)
{
	for (uint32_t i = 0; i < PLACES; i++) {
		struct tracee *e = &tracees[((uint32_t)pid + i) % TRACEES];

		if (read_how(e) >> 32 == (uint32_t)pid)
			return e;
	}
	return NULL;
}

/* Another one may lose its place. The stops of that one are shown until it is
 * let go on again. */
static struct tracee *place_tracee(int pid)
{
	struct tracee *e = find_tracee(pid);

	for (uint32_t i = 0; i < PLACES && !e; i++) {
		uint64_t free = 0;

		e = &tracees[((uint32_t)pid + i) % TRACEES];
		if (!__atomic_compare_exchange_n(
			    &e->how, &free, (uint64_t)(uint32_t)pid << 32, 0,
			    __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			e = NULL;
	}
	return e ? e : &tracees[(uint32_t)pid % TRACEES];
}

static void forget_tracee(int pid)
{
	struct tracee *e = find_tracee(pid);

	if (e)
		__atomic_store_n(&e->how, 0, __ATOMIC_RELAXED);
}

/* The request by which it goes on from there. 0: it stays as it is. */
static uint64_t going_on(long request)
{
	switch (request) {
	case PTRACE_ATTACH:
	case PTRACE_SEIZE:
		return PTRACE_CONT;
	case PTRACE_CONT:
	case PTRACE_SYSCALL:
	case PTRACE_SINGLESTEP:
	case PTRACE_SINGLEBLOCK:
	case PTRACE_SYSEMU:
	case PTRACE_SYSEMU_SINGLESTEP:
		return (uint64_t)request;
	default:
		return 0;
	}
}

/* Before the call, because a handler of the tracer's may wait before it is
 * back. */
static long issue_noted(const struct SyscallRegs *regs, uint64_t how)
{
	int pid = (int)regs->rsi;
	struct tracee *e = find_tracee(pid);
	uint64_t before = e ? read_how(e) : 0;
	long ret;

	e = place_tracee(pid);
	write_how(e, pid, how);
	ret = gate_issue(regs);
	if (ret != 0)
		__atomic_store_n(&e->how, before, __ATOMIC_RELAXED);
	return ret;
}

/* --- ptrace
 * --------------------------------------------------------------------
 */

static int waits_seen;

/* In a hook: the gate is changed by one at a time. */
static void see_waits(void *thread)
{
	thread_lock_common(thread);
	enabled_core(__NR_wait4);
	enabled_core(__NR_waitid);
	thread_unlock_common(thread);
}

/* A trap or a fault of ours would stop the thread for its tracer. The tracer
 * does not expect that before exec, and may not even run, if it is the parent
 * of a vfork child. So there are no traps: what could only be caught by them is
 * rewritten before. */
static long become_traced(struct call *call)
{
	long ret;

	if (call->thread && !call->thread->vfork)
		rewrite_now(call->thread);
	ret = gate_issue(&call->regs);
	if (ret == 0) {
		sud_leave();
		memory_avoid_faults();
	}
	return ret;
}

long tracer_trace(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	long request = (long)regs->rdi;
	uint64_t how = going_on(request);
	long ret;

	if (request == PTRACE_TRACEME)
		return become_traced(call);
	if (how) {
		if (!waits_seen && call->thread &&
		    hook_stack_run(call->thread, see_waits, call->thread) == 0)
			waits_seen = 1;
		return issue_noted(regs, how);
	}
	ret = gate_issue(regs);
	if (ret == 0 && request == PTRACE_DETACH)
		forget_tracee((int)regs->rsi);
	return ret;
}

/* --- stops
 * ---------------------------------------------------------------------
 */

static long trace(long request, int pid, uintptr_t addr, uintptr_t data)
{
	return SYSCALL(__NR_ptrace, request, pid, addr, data, 0, 0);
}

static int has_gate(int pid, uintptr_t at)
{
	uint64_t words[2], word; /* the same in all copies */

	memcpy(words, gate_blob, sizeof(words));
	for (unsigned int i = 0; i < 2; i++)
		if (trace(PTRACE_PEEKTEXT, pid, at + 8 * i, (uintptr_t)&word) ||
		    word != words[i])
			return 0;
	return 1;
}

/* Is the kernel's dispatcher our fallback? Older kernels do not say whose it
 * is. */
static int is_fallback(int pid)
{
	struct {
		uint64_t mode, selector, start, size;
	} own;

	if (trace(PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG, pid, sizeof(own),
		  (uintptr_t)&own) != 0)
		return 1;
	return own.mode == PR_SYS_DISPATCH_ON && own.selector == 0 &&
	       (has_gate(pid, own.start) ||
		has_gate(pid, own.start + GATE_STUBS));
}

/* Of which signal, and where is the thread? Only its tracer may ask. */
static int look_at_stop(int pid, siginfo_t *info,
			struct ptrace_syscall_info *at)
{
	return trace(PTRACE_GETSIGINFO, pid, 0, (uintptr_t)info) == 0 &&
	       trace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(*at), (uintptr_t)at) >
		       0;
}

/* If the program does its own dispatch the same signal is raised by a call of
 * ours (user_dispatch.c), and the thread is there. */
static int hide_trap(struct tracee *e, int pid)
{
	uint64_t how = read_how(e) & REQUEST;
	struct ptrace_syscall_info at;
	siginfo_t info;

	if (!look_at_stop(pid, &info, &at) ||
	    info.si_code != SYS_USER_DISPATCH ||
	    (uintptr_t)info.si_call_addr != at.instruction_pointer ||
	    !is_fallback(pid))
		return 0;
	if (how == PTRACE_CONT)
		return trace(PTRACE_CONT, pid, 0, SIGSYS) == 0;
	e->rsp = at.stack_pointer;
	write_how(e, pid, how | IN_HANDLER);
	return trace(PTRACE_SYSCALL, pid, 0, SIGSYS) == 0;
}

/* At a system call of our handler. Behind the last one, rt_sigreturn, the stack
 * pointer is the program's again. */
static int hide_call(struct tracee *e, int pid)
{
	uint64_t how = read_how(e) & REQUEST;
	struct ptrace_syscall_info at;
	siginfo_t info;

	if (!look_at_stop(pid, &info, &at) ||
	    (info.si_code & ~TRACESYSGOOD) != SIGTRAP)
		return 0;
	if (at.stack_pointer != e->rsp)
		return trace(PTRACE_SYSCALL, pid, 0, 0) == 0;
	write_how(e, pid, how);
	return trace((long)how, pid, 0, 0) == 0;
}

/* stop: a signal, and an event << 8. Is it hidden, and the tracee goes on? */
static int hide_stop(int pid, int stop)
{
	struct tracee *e = find_tracee(pid);

	if (!e)
		return 0;
	if (stop == SIGSYS && hide_trap(e, pid))
		return 1;
	if (!(read_how(e) & IN_HANDLER))
		return 0;
	if ((stop & ~TRACESYSGOOD) == SIGTRAP && hide_call(e, pid))
		return 1;
	write_how(e, pid, read_how(e) & REQUEST);
	return 0;
}

/* --- waits
 * ---------------------------------------------------------------------
 */

/* The kernel writes here first: the program's memory gets what it is told only.
 * The filters have been asked about the program's arguments. */
static int may_wait(struct call *call, const struct SyscallRegs *ours)
{
	return waits_seen && (!seccomp_filters_any ||
			      seccomp_filters_may(call->thread, ours));
}

static int copy_out(uint64_t to, const void *from, size_t size)
{
	return !to || memory_copy_out(to, from, size) == size;
}

static int hide_status(int pid, int status)
{
	if ((status & 0xff) == 0x7f)
		return hide_stop(pid, status >> 8);
	if (status != 0xffff)
		forget_tracee(pid);
	return 0;
}

long tracer_wait(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	struct rusage usage;
	int status = 0;
	long ret;

	regs.rsi = (uintptr_t)&status;
	regs.r10 = regs.r10 ? (uintptr_t)&usage : 0;
	if (!may_wait(call, &regs))
		return gate_issue(&call->regs);
	do
		ret = gate_issue(&regs);
	while (ret > 0 && hide_status((int)ret, status));
	if (ret > 0 && (!copy_out(call->regs.rsi, &status, sizeof(status)) ||
			!copy_out(call->regs.r10, &usage, sizeof(usage))))
		ret = -EFAULT;
	return ret;
}

static int hide_child(const siginfo_t *info)
{
	if (info->si_code == CLD_TRAPPED)
		return hide_stop(info->si_pid, info->si_status);
	if (info->si_code < CLD_TRAPPED)
		forget_tracee(info->si_pid);
	return 0;
}

/* Without a child the kernel writes zeros, even if the call fails. Between and
 * behind its fields it leaves what was there. */
static int copy_out_child(uint64_t to, const siginfo_t *info)
{
	return copy_out(to, info, 12) &&
	       (!to || copy_out(to + 16, &info->si_pid, 12));
}

long tracer_wait_id(struct call *call)
{
	struct SyscallRegs regs = call->regs;
	siginfo_t info = {0};
	struct rusage usage;
	long ret;

	regs.rdx = (uintptr_t)&info;
	regs.r8 = regs.r8 ? (uintptr_t)&usage : 0;
	if (!may_wait(call, &regs))
		return gate_issue(&call->regs);
	do
		ret = gate_issue(&regs);
	while (ret == 0 && info.si_pid && hide_child(&info));
	if ((ret == 0 && info.si_pid &&
	     !copy_out(call->regs.r8, &usage, sizeof(usage))) ||
	    !copy_out_child(call->regs.rdx, &info))
		ret = -EFAULT;
	return ret;
}
