/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Changes to the hook stack and back. General registers only, and little of the
 * program's stack. A signal handler of the program may interrupt any line where
 * the guard is down, so the thread's record is consistent after each store.
 */
#include "hooks/hook_stack.h"

#include <assert.h>

#include "base/filtered.h"
#include "base/log.h"
#include "base/pages.h"
#include "signals/guard.h"
#include "thread/altstack.h"
#include "thread/lock.h"
#include "thread/stack.h"
#include "thread/vector.h"

static_assert(STACK_SIZE == HOOK_STACK, "what handlers take it for");

/* hook_stack.S */
void hook_stack_enter(void *arg, void (*fn)(void *), uintptr_t top,
		      void **vectors, uintptr_t *app_sp);
long hook_stack_to_app(void *arg, long (*fn)(void *), uintptr_t app_sp);

/* What is restored on the way to the program's stack. It lies on that stack, so
 * it is small. */
struct hook_stay {
	void *vectors;	  /* the program's vector state, as it was saved */
	uintptr_t app_sp; /* its stack pointer */
	int alt; /* the program's stack is an alternate one, and hidden */
};

/* What runs then. */
struct hidden {
	void (*fn)(void *arg);
	struct thread *thread;
	void *arg;
};

/*
 * Handlers wait for this call's result. What signal handlers and vfork children
 * call meanwhile is one level further in. The level is changed only while the
 * guard is up, so that none of them finds it half left.
 */
static inline void go_in(struct call *call)
{
	struct thread *t = call->thread;
	size_t level = (size_t)(call->level - t->levels);

	t->under_way[level] = (uintptr_t)call->frame;
	t->level = (uint32_t)level + 1;
}

static inline void come_back(struct call *call)
{
	struct thread *t = call->thread;

	t->level = (uint32_t)(call->level - t->levels);
}

static void run_hidden(void *arg)
{
	const struct hidden *hidden = arg;

	altstack_hide(hidden->thread);
	hidden->fn(hidden->arg);
	altstack_show(hidden->thread);
}

/* stay: of the caller's. Returns 0; -1: there is no stack, and nothing was run.
 */
__attribute__((always_inline)) static inline int
stay_there(struct hook_stay *stay, struct thread *t, size_t level,
	   struct call *call, void (*fn)(void *), void *arg, int alt)
{
	struct stack *stack;

	*stay = (struct hook_stay){.alt = alt};
	if (call) {
		call->state = &t->state;
		call->stay = stay;
		if (call->exits) /* its handlers waited for the result */
			come_back(call);
	}
	thread_lock_state(t);
	stack = stack_take(t, level);
	if (__builtin_expect(stack != NULL, 1)) {
		hook_stack_enter(arg, fn, (uintptr_t)stack, &stay->vectors,
				 &stay->app_sp);
		stack_give(t, level);
	} else if (call) {
		call->exits = 0;
	}
	thread_unlock_state();
	if (call && call->exits)
		go_in(call);
	return stack ? 0 : -1;
}

__attribute__((cold, noinline)) static int
stay_hidden(struct thread *t, size_t level, struct call *call,
	    void (*fn)(void *), void *arg)
{
	struct hidden hidden = {fn, t, arg};
	struct hook_stay stay;
	int ret;

	altstack_enter(t);
	ret = stay_there(&stay, t, level, call, run_hidden, &hidden, 1);
	altstack_leave(t);
	guard_lower(t);
	return ret;
}

int hook_stack_ask(struct call *call, void (*fn)(void *call))
{
	struct thread *t = call->thread;
	size_t level = (size_t)(call->level - t->levels);
	struct hook_stay stay;
	int ret;

	guard_raise(t, 1);
	if (__builtin_expect(thread_on_altstack(
				     t, (uintptr_t)__builtin_frame_address(0)),
			     0))
		return stay_hidden(t, level, call, fn, call);
	ret = stay_there(&stay, t, level, call, fn, call, 0);
	guard_lower(t);
	return ret;
}

int hook_stack_tell(struct call *call, void (*fn)(void *call))
{
	struct thread *t = call->thread;

	if (t->in_hook || !hook_stack_has_room(t))
		return -1;
	call->level = &t->levels[t->level];
	call->exits = 0;
	return hook_stack_ask(call, fn);
}

int hook_stack_run(struct thread *t, void (*fn)(void *arg), void *arg)
{
	struct hook_stay stay;
	int ret;

	if (t->in_hook || !hook_stack_has_room(t))
		return -1;
	guard_raise(t, 1);
	if (thread_on_altstack(t, (uintptr_t)__builtin_frame_address(0)))
		return stay_hidden(t, t->level, NULL, fn, arg);
	ret = stay_there(&stay, t, t->level, NULL, fn, arg, 0);
	guard_lower(t);
	return ret;
}

void hook_stack_leave(struct call *call)
{
	guard_raise(call->thread, 1);
	come_back(call);
	guard_lower(call->thread);
}

/* --- the kernel's part, in a hook -------------------------------------------
 */

/* What makes the kernel's part of a call. It lies on the hook stack. */
struct issue {
	struct call *call;
	long (*make)(struct call *);
};

/* On the program's stack. The guard is down only there: a signal must not find
 * us on the hook stack. */
static long issue_there(void *arg)
{
	const struct issue *issue = arg;
	struct thread *t = issue->call->thread;
	int alt = issue->call->stay->alt;
	long ret;

	if (alt)
		altstack_leave(t);
	guard_lower(t);
	ret = issue->make(issue->call);
	guard_raise(t, 1);
	if (alt)
		altstack_enter(t);
	return ret;
}

long hook_stack_issue(struct call *call, long (*issue)(struct call *))
{
	struct thread *t = call->thread;
	struct hook_stay *stay = call->stay;
	struct issue there = {call, issue};
	long ret;

	go_in(call);
	thread_unlock_state();
	if (stay->alt)
		altstack_show(t);
	vector_restore(stay->vectors);
	ret = hook_stack_to_app(&there, issue_there, stay->app_sp);
	if (stay->alt)
		altstack_hide(t);
	thread_lock_state(t);
	come_back(call);
	return ret;
}

/* --- from the start to the end ---------------------------------------------
 */

static int has_interpreter;

struct start {
	const struct hook_config *config;
	int err;
};

static void run_start(void *arg)
{
	struct start *start = arg;

	start->err = hook_start(start->config);
}

int hook_stack_start(struct thread *t, const struct hook_config *config)
{
	struct start start = {.config = config};

	has_interpreter = 1;
	if (hook_stack_run(t, run_start, &start) != 0)
		log_refuse(LOG_NOT_HOOKED, "no memory for the interpreter's "
					   "stack. Remedy: "
					   "raise the limit on address space "
					   "(ulimit -v)");
	else if (start.err == 0)
		return 0;
	return -1;
}

void hook_stack_bar(struct thread *t)
{
	t->base_level = t->level = THREAD_LEVELS;
}

static void run_thread_end(void *call)
{
	hook_thread_end(call);
}

void hook_stack_thread_end(struct thread *t)
{
	struct call call = {.thread = t};

	if (t->state && !(filtered & FILTERED_MAPS))
		hook_stack_tell(&call, run_thread_end);
	guard_raise(t, 1);
	stack_leave(t);
	guard_lower(t);
}

/* How many nested calls handlers may wait for behind a filter. */
#define LEVELS_FILTERED 3

void hook_stack_expect_filter(void)
{
	if (!has_interpreter)
		return;
	pages_reserve();
	stack_reserve(thread_is_multi ? STACK_SPARES : LEVELS_FILTERED);
}
