/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Rules: general registers only; at most a few hundred bytes of the program's
 * stack; a signal handler of the program may interrupt any line and come in
 * again, so the thread's record is consistent after each store.
 */
#include "entry/dispatch.h"

#include <asm/errno.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <assert.h>

#include "base/constants.h"
#include "base/filtered.h"
#include "base/gate.h"
#include "base/rawcall.h"
#include "emulate/issue.h"
#include "emulate/seccomp.h"
#include "emulate/user_dispatch.h"
#include "entry/around.h"
#include "hooks/c_hooks.h"
#include "hooks/hook_stack.h"
#include "intercept/lazy.h"
#include "intercept/sites.h"
#include "intercept/sled.h"
#include "intercept/sud.h"
#include "intercept/waiting.h"
#include "rules/enabled.h"
#include "rules/rules.h"
#include "rules/stats.h"
#include "rules/watch.h"
#include "signals/faults.h"
#include "thread/altstack.h"
#include "trace/trace.h"

void entry_null(const struct frame *frame) __attribute__((noreturn));

/*
 * Nobody made this call: the program jumped through a NULL function pointer.
 * Without a handler for that it dies as it would without us, of a fault at rip
 * 0: the sled is unmapped, and the jump is made again.
 */
__attribute__((noreturn, cold)) static void stray(struct thread *t,
						  const struct frame *frame)
{
	const siginfo_t info = {.si_signo = SIGSEGV, .si_code = SEGV_MAPERR};

	if (t && !t->in_hook)
		faults_raise(t, frame, &info);
	sys_munmap(NULL, 4096);
	entry_null(frame);
}

/* The kernel's part of a call about which hooks or rules were asked. It is a
 * function of its own so that what only passes through dispatch() keeps its
 * registers. */
__attribute__((noinline)) static long issue(struct call *call)
{
	unsigned int index = hook_index((int)call->regs.rax);

	return enabled_get(index) & ENABLED_KERNEL
		       ? around_issue(call, index, 0).result
		       : issue_call(call);
}

long hook_kernel(struct call *call)
{
	long ret = hook_stack_issue(call, issue);

	call->regs.rax = (uint64_t)ret;
	call->done = 1;
	return ret;
}

static void run_enter(void *call)
{
	hook_enter(call);
}

static void run_exit(void *call)
{
	hook_exit(call);
}

static void run_result(void *call)
{
	hook_result(call);
}

static inline int is_exact(const struct thread *t)
{
	return (t->sud.state & THREAD_EXACT) != 0;
}

int hook_may_wait(const struct call *call)
{
	return !is_exact(call->thread) || !seccomp_is_bound(call);
}

/* Only exit handlers want the call, and only for results that rules select. */
static long look_at_result(struct call *call, unsigned int index)
{
	struct thread *t = call->thread;

	call->regs.rax = (uint64_t)issue(call);
	call->done = 1;
	if (!rules_want_result(call, index))
		return (long)call->regs.rax;
	call->level = &t->levels[t->level];
	hook_stack_ask(call, run_result);
	return (long)call->regs.rax;
}

__attribute__((cold)) static void check_fallback(struct thread *t,
						 const struct frame *frame)
{
	if (t->sud.state & THREAD_SUD_PAUSED)
		sud_arm();
	t->sud.state &= ~(uint64_t)THREAD_SUD_PAUSED;
	if (t->sud.own[0])
		user_dispatch_check(t, frame);
}

/* --- a call ----------------------------------------------------------------
 */

__attribute__((cold, noinline)) static void
look_on(struct thread *t, unsigned int index, const struct frame *frame)
{
	if (stats_on)
		stats_add(index, frame);
	if (watch_on && t && !t->in_hook)
		watch_call(t);
}

/* The thread is in the middle of something, or has a dispatcher of its own
 * (user_dispatch.h). Returns 0 if nobody is to be asked about the call. */
__attribute__((cold, noinline)) static int is_asked(struct thread *t,
						    const struct frame *frame)
{
	if (t->in_hook)
		return 0;
	if (t->sud.own[0] | t->sud.state)
		check_fallback(t, frame);
	if (t->level) {
		altstack_ask(t);
		thread_forget_abandoned(t, (uintptr_t)frame);
	}
	return hook_stack_has_room(t) && !(t->sud.state & THREAD_EXACT);
}

static inline int is_unusual(const struct thread *t)
{
	return __builtin_expect(
		(t->in_hook | t->level | t->sud.own[0] | t->sud.state) != 0, 0);
}

static struct dispatch_outcome result(long value)
{
	return (struct dispatch_outcome){value, 0};
}

/* Have hooks and rules left the call as the program made it? */
static inline int is_as_it_was(const struct call *call)
{
	const struct SyscallRegs *r = &call->regs;
	const struct frame *f = call->frame;

	return ((r->rax ^ (uint64_t)(int)f->rax) | (r->rdi ^ f->rdi) |
		(r->rsi ^ f->rsi) | (r->rdx ^ f->rdx) | (r->r10 ^ f->r10) |
		(r->r8 ^ f->r8) | (r->r9 ^ f->r9)) == 0;
}

/* Flags that are not restored on the way back to a call's instruction. */
#define UNPASSABLE (RFLAGS_TF | RFLAGS_DF | RFLAGS_AC)

/* Can entry.S let the program make it? */
static inline int can_pass(const struct frame *f)
{
	return f->entered - 1 > ENTERED_BY_ZERO - ENTERED_BY_TRAP &&
	       !(f->rflags & UNPASSABLE);
}

/*
 * The kernel's part, if nothing follows it. If possible it is the very last
 * thing done, for the calls that nobody wants: on the way back from the kernel
 * each `ret` may be mispredicted, and there are none of ours.
 */
static inline struct dispatch_outcome
issue_last(struct call *call, unsigned int index, uint16_t here)
{
	if ((here & (ENABLED_CORE | ENABLED_TESTED)) || !is_as_it_was(call) ||
	    !can_pass(call->frame))
		return result(issue(call));
	if (here & ENABLED_KERNEL)
		return around_issue(call, index, 1);
	return (struct dispatch_outcome){0, 1};
}

/* Calls with handlers. It is inlined into dispatch(), because another frame
 * would take more of the program's stack. */
__attribute__((always_inline)) static inline struct dispatch_outcome
ask_handlers(struct call *call, unsigned int index, enum hook_wanted wanted)
{
	struct thread *t = call->thread;

	if (wanted == HOOK_RESULTS)
		return result(look_at_result(call, index));
	call->level = &t->levels[t->level];
	hook_stack_ask(call, run_enter);
	if (!call->done && !call->exits) /* they may have added rules */
		return issue_last(call, index, enabled_get(index));
	if (!call->done)
		call->regs.rax = (uint64_t)issue(call);
	call->done = 1;
	if (call->exits)
		hook_stack_ask(call, run_exit);
	return result((long)call->regs.rax);
}

/* What follows the C hooks: handlers, and the kernel last. */
__attribute__((always_inline)) static inline struct dispatch_outcome
ask_script(struct call *call, unsigned int index, uint16_t here)
{
	if (here & ENABLED_HANDLERS &&
	    ((here & ENABLED_HANDLERS) != HOOK_FILTERED || call->passed))
		return ask_handlers(call, index, here & ENABLED_HANDLERS);
	return issue_last(call, index, here);
}

/* Is there a result? The C hook may have asked the others itself. */
static inline int ask_c_hook(struct call *call, const struct c_hook *hook)
{
	call->c_hook = hook->id;
	return hook->fn(&call->regs, hook->arg) || call->done;
}

/*
 * With filters that distinguish addresses, the program's own instruction makes
 * the call if it has to. Who waits for the result does not see it then.
 */
static struct dispatch_outcome issue_exactly(struct call *call,
					     unsigned int index)
{
	int care = call->exits ||
		   (enabled_get(index) & (ENABLED_CARE | ENABLED_KERNEL));

	if (is_as_it_was(call) && !(call->frame->rflags & UNPASSABLE) &&
	    seccomp_wants_site(call, care)) {
		if (call->exits)
			hook_stack_leave(call);
		call->frame->entered = call->frame->rip - SITE_SIZE;
		return (struct dispatch_outcome){0, 1};
	}
	call->regs.rax = (uint64_t)issue(call);
	call->done = 1;
	if (call->exits)
		hook_stack_ask(call, run_exit);
	return result((long)call->regs.rax);
}

/* As ask_script(). */
__attribute__((cold, noinline)) static struct dispatch_outcome
ask_script_exactly(struct call *call, unsigned int index, uint16_t here)
{
	if ((here & ENABLED_HANDLERS) > HOOK_RESULTS &&
	    ((here & ENABLED_HANDLERS) != HOOK_FILTERED || call->passed)) {
		call->level = &call->thread->levels[call->thread->level];
		hook_stack_ask(call, run_enter);
		if (call->done && call->exits)
			hook_stack_ask(call, run_exit);
		if (call->done)
			return result((long)call->regs.rax);
	}
	return issue_exactly(call, index);
}

/* Those behind the C hook of that id. */
static struct dispatch_outcome ask_after(struct call *call, unsigned int index,
					 uint64_t id)
{
	struct c_hook hook = {.id = id};

	while (c_hooks_next(C_HOOKS_ENTER, index, &hook))
		if (ask_c_hook(call, &hook))
			return result((long)call->regs.rax);
	if (__builtin_expect(is_exact(call->thread), 0))
		return ask_script_exactly(call, index, enabled_get(index));
	return ask_script(call, index, enabled_get(index));
}

/* What it comes to is needed here. */
static long finish(struct call *call, struct dispatch_outcome outcome)
{
	call->regs.rax =
		(uint64_t)(outcome.passes ? issue_call(call) : outcome.result);
	call->done = 1;
	return (long)call->regs.rax;
}

/* Their frames are no part of dispatch()'s. */
__attribute__((noinline)) static struct dispatch_outcome
ask_several(struct call *call, unsigned int index)
{
	struct dispatch_outcome outcome = ask_after(call, index, 0);
	struct c_hook hook = {.id = 0};

	if (!c_hooks_count(C_HOOKS_EXIT, index) ||
	    (outcome.passes && is_exact(call->thread)))
		return outcome;
	finish(call, outcome);
	while (c_hooks_next(C_HOOKS_EXIT, index, &hook))
		if (hook.fn(&call->regs, hook.arg))
			break;
	return result((long)call->regs.rax);
}

/*
 * With lines about it: what the program is told of the call. Where its own
 * instruction makes the call, nobody sees the result.
 */
__attribute__((noinline)) static struct dispatch_outcome
ask_traced(struct call *call, unsigned int index)
{
	struct trace_call traced;
	int is_traced = rules_trace(call, index, &traced);
	struct dispatch_outcome outcome = ask_several(call, index);

	if (!is_traced)
		return outcome;
	if (!outcome.passes || !is_exact(call->thread))
		outcome = result(finish(call, outcome));
	rules_trace_over(call, index, &traced);
	return outcome;
}

long dispatch_rest(struct call *call)
{
	unsigned int index = hook_index(call->nr);

	if (call->done || !hook_may_wait(call))
		return -EINVAL;
	return finish(call, ask_after(call, index, call->c_hook));
}

/* With more than one hook for entries around the call. */
static struct dispatch_outcome ask_around(struct call *call, unsigned int index,
					  uint16_t here)
{
	return here & ENABLED_TRACE ? ask_traced(call, index)
				    : ask_several(call, index);
}

/* All who want the call. */
static inline struct dispatch_outcome ask_hooks(struct call *call,
						unsigned int index)
{
	uint16_t here = enabled_get(index);

	if (here & ENABLED_ENTER)
		rules_enter(call, index);
	if (here & (ENABLED_C_HOOK | ENABLED_TRACE)) {
		struct c_hook hook;

		if (__builtin_expect(here & (ENABLED_TRACE | ENABLED_C_RESULT),
				     0))
			return ask_around(call, index, here);
		if (!c_hooks_only(index, &hook))
			return ask_several(call, index);
		if (ask_c_hook(call, &hook))
			return result((long)call->regs.rax);
	}
	return ask_script(call, index, here);
}

__attribute__((cold, noinline)) static struct dispatch_outcome
ask_exactly(struct call *call, unsigned int index)
{
	uint16_t here = enabled_get(index);

	if (here & ENABLED_ENTER)
		rules_enter(call, index);
	if (here & ENABLED_TRACE)
		return ask_traced(call, index);
	return here & ENABLED_C_HOOK ? ask_several(call, index)
				     : ask_script_exactly(call, index, here);
}

/* Nobody is asked, or it takes more. */
__attribute__((cold, noinline)) static struct dispatch_outcome
unusual(struct call *call, unsigned int index)
{
	const struct thread *t = call->thread;

	if (t && is_exact(t) && !t->in_hook && hook_stack_has_room(t))
		return ask_exactly(call, index);
	return result(issue_call(call));
}

/* It came by a call, with no stub of ours between, so it may be no system call
 * at all. */
static void check_site(struct thread *t, struct frame *frame)
{
	if (__builtin_expect(!sites_contains(frame->rip - 2), 0))
		stray(t, frame);
	if ((int)frame->rax == 0)
		sled_known_site(frame->rip);
	frame->entered = ENTERED_BY_CALL;
}

/* A site that traps again and again may become a jump. Not behind a filter of
 * the program's; and what a vfork child finds its parent does. */
__attribute__((cold, noinline)) static void look_at_trap(struct thread *t,
							 const struct frame *f)
{
	struct lazy_trap trap = {
		.site = f->rip - SITE_SIZE, .rax = f->rax, .rsp = f->rsp};

	if (!t || t->in_hook || t->filters || filtered ||
	    (t->vfork && !waiting_any()) || !lazy_is_due(&trap))
		return;
	if (t->vfork)
		lazy_owe(&trap);
	else
		hook_stack_run(t, lazy_patch, &trap);
}

/* entry.S has not looked for the record, or there was none. */
__attribute__((cold, noinline)) static struct thread *
enter_apart(struct frame *frame)
{
	struct thread *t = thread_self();

	if (t) {
		frame->outer = t->frame;
		t->frame = frame;
	}
	return t;
}

/* For entry.S, which has not found the thread's record: the call is over. */
void dispatch_left(const struct frame *frame);
__attribute__((cold)) void dispatch_left(const struct frame *frame)
{
	struct thread *t = thread_known();

	if (t && t->frame == frame)
		t->frame = frame->outer;
}

__attribute__((hot)) struct dispatch_outcome dispatch(struct frame *frame,
						      struct thread *t)
{
	/* the kernel looks at the lower half only */
	long nr = (int)frame->rax;
	unsigned int index = hook_index(nr);
	struct call call;

	if (__builtin_expect(!t, 0))
		t = enter_apart(frame);
	if (frame->entered == ENTERED_BY_CALL ||
	    frame->entered == ENTERED_BY_ZERO)
		check_site(t, frame);
	else if (__builtin_expect(frame->entered == ENTERED_BY_TRAP, 0))
		look_at_trap(t, frame);
	call.regs.rax = (uint64_t)nr;
	call.regs.rdi = frame->rdi;
	call.regs.rsi = frame->rsi;
	call.regs.rdx = frame->rdx;
	call.regs.r10 = frame->r10;
	call.regs.r8 = frame->r8;
	call.regs.r9 = frame->r9;
	call.regs.rip = frame->rip - 2;
	call.regs.rsp = frame->rsp;
	call.nr = nr;
	call.done = 0;
	call.exits = 0;
	call.past_rules = 0;
	call.injected = 0;
	call.frame = frame;
	call.thread = t;
	call.level = NULL;
	call.passed = 0;
	call.took = 0;
	if (__builtin_expect(stats_on | watch_on, 0))
		look_on(t, index, frame);
	if (!t || (is_unusual(t) && !is_asked(t, frame)))
		return unusual(&call, index);
	return ask_hooks(&call, index);
}
