/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The way onto the hook stack, and back. There runs what must not run on the
 * program's stack: guard up, the lock on the interpreter held (or in a state of
 * the thread's own), the program's vector state saved, its alternate stack out
 * of sight where it would be in the way.
 *
 * On the program's stack, unless another is named.
 */
#ifndef HOOK_STACK_H
#define HOOK_STACK_H

#include "hooks/hook.h"
#include "thread/call.h"
#include "thread/thread.h"

/* For one hook more? Calls that wait for others in hooks are levels of a
 * thread. */
static inline int hook_stack_has_room(const struct thread *t)
{
	return t->level < THREAD_LEVELS;
}

/* Run fn(arg) on the hook stack. Returns 0, or -1 if that is impossible: the
 * guard is up, too many hooks wait for calls of theirs, or there is no
 * memory. */
int hook_stack_run(struct thread *t, void (*fn)(void *arg), void *arg);

/* The same with the record of a call, whose thread is set: fn(call) may go by
 * call->level and call->state. */
int hook_stack_tell(struct call *call, void (*fn)(void *call));

/*
 * Handlers are asked about call, by fn(call). call->level is the thread's slot
 * for it, and the call is a level of its own from there until it is asked again
 * if call->exits is set. Guard down, and there is room. Returns 0, or -1 if
 * there is no memory: call->exits is not set then.
 */
int hook_stack_ask(struct call *call, void (*fn)(void *call));

/* call->exits is set, but nobody will see the result: it is no level any more.
 */
void hook_stack_leave(struct call *call);

/* In a hook that hook_stack_ask() runs: run issue(call) on the program's stack,
 * where the kernel's part belongs. Returns its result. */
long hook_stack_issue(struct call *call, long (*issue)(struct call *));

/* At start: run hook_start() on the hook stack. Returns 0, or -1: it has said
 * what was wrong. */
int hook_stack_start(struct thread *t, const struct hook_config *config);

/* Run no hook on this thread from now on, as if too many of its hooks were
 * waiting. */
void hook_stack_bar(struct thread *t);

/* This thread is about to end. Its state of the interpreter goes, and the guard
 * stays up until its stacks are gone. */
void hook_stack_thread_end(struct thread *t);

/* The process is about to install a seccomp filter: map what hooks may need
 * before it does. */
void hook_stack_expect_filter(void);

#endif
