/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Rules: general registers only; at most a few hundred bytes of the program's
 * stack; a signal handler of the program may interrupt any line and come in
 * again, so the thread's record is consistent after each store.
 */
#include "dispatch.h"

#include <asm/siginfo.h>
#include <asm/signal.h>

#include "altstack.h"
#include "faults.h"
#include "gate.h"
#include "log.h"
#include "masks.h"
#include "near.h"
#include "own_sud.h"
#include "process.h"
#include "rules.h"
#include "signals.h"
#include "sites.h"
#include "sud.h"
#include "syscall.h"
#include "text.h"
#include "trampoline.h"
#include "vdso.h"
#include "vector.h"

#define EINVAL_ERR (-22)
#define ENOSYS_ERR (-38)

void entry_hook_stack(struct call *call, void (*fn)(struct call *),
		      uintptr_t top, void **vectors, uintptr_t *app_sp);
long entry_app_stack(struct call *call, long (*fn)(struct call *),
		     uintptr_t app_sp);
void entry_null(const struct frame *frame) __attribute__((noreturn));

/* Numbers that the core handles itself, numbers with Lua handlers, and the C
 * hook of each number. */
static uint8_t needed[HOOK_NUMBERS];
static uint8_t hooked[HOOK_INDICES];
static struct {
	zpoline_hook_fn fn;
	void *arg;
} c_hook[HOOK_INDICES];

/* --- counting, at verbosity 1 ------------------------------------------------
 */

/* How calls come and what becomes of them. */
enum { PLAIN, CORE, C_HOOK, SCRIPT, NET, WAYS };
static uint64_t ways[WAYS];
static int counting;

__attribute__((cold)) static void count(unsigned int index,
					const struct frame *frame)
{
	int way = hooked[index]				 ? SCRIPT
		  : c_hook[index].fn			 ? C_HOOK
		  : index < HOOK_OTHERS && needed[index] ? CORE
							 : PLAIN;

	__atomic_fetch_add(&ways[way], 1, __ATOMIC_RELAXED);
	if (frame->entered == ENTERED_BY_TRAP)
		__atomic_fetch_add(&ways[NET], 1, __ATOMIC_RELAXED);
}

void dispatch_report(void)
{
	if (!counting)
		return;
	log_line("calls: %lu plain, %lu with care in C, %lu to C hooks, %lu to "
		 "scripts; %lu of them by the net",
		 ways[PLAIN], ways[CORE], ways[C_HOOK], ways[SCRIPT],
		 ways[NET]);
}

void dispatch_recount(void)
{
	for (int i = 0; i < WAYS; i++)
		ways[i] = 0;
}

/*
 * A call that no call site of ours made: the program jumped through a NULL
 * function pointer. Without a handler for that it dies as it would without
 * us, of a fault at rip 0: the sled goes away and the jump is made again.
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

/*
 * A handler waits for this call's result: what comes in from signal handlers
 * and vfork children meanwhile is one level further in. Changed only while
 * the guard is up, so that none of them finds the level half left.
 */
static void go_in(struct call *call)
{
	struct thread *t = call->thread;
	size_t level = (size_t)(call->level - t->levels);

	t->under_way[level].frame = (uintptr_t)call->frame;
	t->under_way[level].hook_sp = call->hook_sp;
	t->level = (uint32_t)level + 1;
}

static void come_back(struct call *call)
{
	struct thread *t = call->thread;

	t->level = (uint32_t)(call->level - t->levels);
}

void dispatch_lower_guard(struct thread *t)
{
	t->in_hook = 0;
	if (__builtin_expect(t->kept_signal, 0))
		signals_deliver(t);
	masks_release(t);
}

static void run_hidden(struct call *call)
{
	altstack_hide(call->thread);
	call->hidden(call);
	altstack_show(call->thread);
}

/* For one hook more. */
static int has_room(const struct thread *t)
{
	return t->level < THREAD_LEVELS &&
	       t->hook_sp - t->hook_limit >= THREAD_HOOK_ROOM;
}

/* Run fn(call) as interpreter: guard up, lock held, on the hook stack. */
static void run_hook(struct call *call, void (*fn)(struct call *))
{
	struct thread *t = call->thread;
	int alt = thread_on_altstack(t, (uintptr_t)call);

	t->in_hook = 1;
	call->state = &t->state;
	call->hidden = alt ? fn : NULL;
	if (__builtin_expect(alt, 0))
		altstack_enter(t);
	come_back(call);
	thread_lock_state();
	entry_hook_stack(call, alt ? run_hidden : fn, t->hook_sp,
			 &call->vectors, &call->app_sp);
	thread_unlock_state();
	if (call->exits)
		go_in(call);
	if (__builtin_expect(alt, 0))
		altstack_leave(t);
	dispatch_lower_guard(t);
}

/* The kernel's part of a call that hooks were asked about, or rules. */
static long issue(struct call *call)
{
	unsigned int index = hook_index((int)call->regs.rax);

	return rules_here[index] & RULES_KERNEL ? rules_issue(call, index)
						: process_issue(call);
}

/* On the program's stack, and with the guard down only there: a signal must
 * not find us on the hook stack. */
static long issue_for_hook(struct call *call)
{
	struct thread *t = call->thread;
	long ret;

	if (call->hidden)
		altstack_leave(t);
	dispatch_lower_guard(t);
	ret = issue(call);
	t->in_hook = 1;
	if (call->hidden)
		altstack_enter(t);
	return ret;
}

long hook_kernel(struct call *call)
{
	struct thread *t = call->thread;
	uintptr_t outer = t->hook_sp;

	t->hook_sp = (uintptr_t)__builtin_frame_address(0) - 256;
	go_in(call);
	thread_unlock_state();
	if (call->hidden)
		altstack_show(t);
	vector_restore(call->vectors);
	call->regs.rax =
		(uint64_t)entry_app_stack(call, issue_for_hook, call->app_sp);
	if (call->hidden)
		altstack_hide(t);
	thread_lock_state();
	come_back(call);
	t->hook_sp = outer;
	call->done = 1;
	return (long)call->regs.rax;
}

/* Exit handlers only, of results that rules name. */
static long look_at_result(struct call *call, unsigned int index)
{
	struct thread *t = call->thread;

	call->regs.rax = (uint64_t)issue(call);
	call->done = 1;
	if (!rules_want_result(call, index))
		return (long)call->regs.rax;
	call->level = &t->levels[t->level];
	call->hook_sp = t->hook_sp;
	run_hook(call, hook_result);
	return (long)call->regs.rax;
}

__attribute__((cold)) static void check_net(struct thread *t,
					    const struct frame *frame)
{
	if (t->net_paused)
		sud_arm();
	t->net_paused = 0;
	if (t->own_sud[0])
		own_sud_check(t, frame);
}

/* --- scripts that may change ------------------------------------------------
 */

#define WATCH_NS 200000000

static int watching, filtered;

/* Its frame is no part of dispatch()'s, which has little room. */
__attribute__((cold, noinline)) static void watch(struct thread *t)
{
	struct call call = {.thread = t};
	uint64_t now = filtered ? t->watched : rules_now(t);

	if (now - t->watched < WATCH_NS)
		return;
	t->watched = now;
	dispatch_in_hook(&call, hook_watch);
}

/* Is what hooks and rules have let through the program's call as it was? */
static int is_as_it_was(const struct call *call)
{
	const struct SyscallRegs *r = &call->regs;
	const struct frame *f = call->frame;

	return ((r->rax ^ (uint64_t)(int)f->rax) | (r->rdi ^ f->rdi) |
		(r->rsi ^ f->rsi) | (r->rdx ^ f->rdx) | (r->r10 ^ f->r10) |
		(r->r8 ^ f->r8) | (r->r9 ^ f->r9)) == 0;
}

/*
 * The kernel's part, behind which nothing comes. If it can be, that is the last
 * thing that is done: the way of the calls that nobody wants. On the way back
 * from the kernel each `ret` may be mispredicted, and there are none of ours.
 */
static long issue_last(struct call *call)
{
	const struct frame *f = call->frame;
	unsigned int index = hook_index((int)call->regs.rax);

	call->last = f->entered - 1 > ENTERED_BY_ZERO - ENTERED_BY_TRAP &&
		     !(f->rflags & (RFLAGS_TF | RFLAGS_DF | RFLAGS_AC)) &&
		     !(rules_here[index] & RULES_KERNEL) && is_as_it_was(call);
	return issue(call);
}

/* All who want the call, the kernel last. */
static inline long ask(struct call *call)
{
	struct thread *t = call->thread;
	unsigned int index = hook_index(call->nr);

	if (__builtin_expect(counting, 0))
		count(index, call->frame);
	if (!t || t->in_hook)
		return process_issue(call);
	if (__builtin_expect((t->own_sud[0] | t->net_paused) != 0, 0))
		check_net(t, call->frame);
	if (__builtin_expect(t->level, 0)) {
		thread_forget_abandoned(t, (uintptr_t)call->frame);
		if (!has_room(t))
			return process_issue(call);
	}
	if (__builtin_expect(watching, 0))
		watch(t);
	if (rules_here[index] & RULES_ENTER)
		rules_enter(call, index);
	if (c_hook[index].fn &&
	    c_hook[index].fn(&call->regs, c_hook[index].arg))
		return (long)call->regs.rax;
	if (hooked[index] != HOOK_ALWAYS &&
	    (hooked[index] != HOOK_FILTERED || !call->passed))
		return hooked[index] == HOOK_RESULTS
			       ? look_at_result(call, index)
			       : issue_last(call);
	call->level = &t->levels[t->level];
	call->hook_sp = t->hook_sp;
	run_hook(call, hook_enter);
	if (!call->done && !call->exits)
		return issue_last(call);
	if (!call->done)
		call->regs.rax = (uint64_t)issue(call);
	call->done = 1;
	if (call->exits)
		run_hook(call, hook_exit);
	return (long)call->regs.rax;
}

__attribute__((hot)) struct dispatch_outcome dispatch(struct frame *frame)
{
	struct thread *t = thread_self();
	/* the kernel looks at the lower half only */
	long nr = (int)frame->rax;
	struct call call;
	long ret;

	if (frame->entered == ENTERED_BY_CALL ||
	    frame->entered == ENTERED_BY_ZERO) {
		if (__builtin_expect(!sites_contains(frame->rip - 2), 0))
			stray(t, frame);
		if (nr == 0)
			trampoline_known_site(frame->rip);
		frame->entered = ENTERED_BY_CALL;
	}

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
	call.frame = frame;
	call.thread = t;
	call.level = NULL;
	call.passed = 0;
	call.past_rules = 0;
	call.injected = 0;
	call.last = 0;
	call.passes = 0;
	ret = ask(&call);
	return (struct dispatch_outcome){ret, call.passes};
}

int dispatch_in_hook(struct call *call, void (*fn)(struct call *))
{
	struct thread *t = call->thread;

	if (t->in_hook || !has_room(t))
		return -1;
	call->level = &t->levels[t->level];
	call->exits = 0;
	run_hook(call, fn);
	return 0;
}

static void run_event(struct call *call)
{
	hook_event(call, (enum hook_event)call->nr);
}

static uint8_t events[HOOK_EVENTS] = {[HOOK_EXIT] = 1, [HOOK_FORK] = 1};

void hook_want_event(enum hook_event event)
{
	events[event] = 1;
}

void dispatch_event(struct thread *t, enum hook_event event)
{
	struct call call = {.nr = event, .thread = t};

	if (events[event])
		dispatch_tell(&call);
}

int dispatch_wants(enum hook_event event)
{
	return events[event];
}

void dispatch_tell(struct call *call)
{
	dispatch_in_hook(call, run_event);
}

void dispatch_thread_end(struct thread *t)
{
	struct call call = {.thread = t};

	if (t->state && !filtered)
		dispatch_in_hook(&call, hook_thread_end);
}

void dispatch_filtered(void)
{
	filtered = 1;
}

/* What the interpreter side and C hooks ask for. */

void hook_own_states(void)
{
	thread_own_states();
}

void hook_lock(void)
{
	thread_lock_common(thread_self());
}

void hook_unlock(void)
{
	thread_unlock_common(thread_self());
}

static int want(unsigned int nr)
{
	int asked = hooked[nr] || c_hook[nr].fn || rules_here[nr];
	/* a stub looks at sixteen bits of a number */
	int all = counting || watching || hooked[HOOK_OTHERS] ||
		  rules_here[HOOK_OTHERS] || needed[nr] || asked;
	int err = 0;

	if (trampoline_table()[nr] != all) {
		err = trampoline_want(nr, all);
		if (!err)
			err = near_want(nr, all);
	}
	if (!err)
		vdso_want(nr, asked);
	rules_prefilter(nr, !counting && !watching && !needed[nr] &&
				    !c_hook[nr].fn &&
				    hooked[nr] != HOOK_ALWAYS);
	return err;
}

static void want_again(void)
{
	for (unsigned int nr = 0; nr < HOOK_NUMBERS; nr++)
		want(nr);
}

void dispatch_need(const unsigned short *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		needed[numbers[i]] = 1;
		want(numbers[i]);
	}
}

void dispatch_need_all(void)
{
	memset(needed, 1, sizeof(needed));
	trampoline_want_others(1);
	want_again();
}

void dispatch_count(void)
{
	counting = 1;
	want_again();
}

void hook_watch_calls(void)
{
	watching = 1;
	want_again();
}

int dispatch_want(unsigned int index)
{
	if (index != HOOK_OTHERS)
		return want(index);
	trampoline_want_others(hooked[index] || rules_here[index]);
	want_again();
	return 0;
}

int hook_want(unsigned int index, enum hook_wanted wanted)
{
	hooked[index] = (uint8_t)wanted;
	return dispatch_want(index);
}

int zpoline_hook(int nr, zpoline_hook_fn fn, void *arg)
{
	int err;

	if (nr < 0 || nr >= HOOK_NUMBERS)
		return EINVAL_ERR;
	if (!trampoline_table())
		return ENOSYS_ERR;
	/* a call between the stores finds no hook, never a hook with the
	 * argument of another */
	__atomic_store_n(&c_hook[nr].fn, NULL, __ATOMIC_SEQ_CST);
	__atomic_store_n(&c_hook[nr].arg, arg, __ATOMIC_SEQ_CST);
	__atomic_store_n(&c_hook[nr].fn, fn, __ATOMIC_SEQ_CST);
	err = want((unsigned int)nr);
	if (err)
		c_hook[nr].fn = NULL;
	return err;
}
