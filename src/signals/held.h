/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals of ours (sigmask.h) that were sent to the program and are pending,
 * because it blocks them or a hook runs. If possible they are given back to the
 * kernel, blocked, so that it does all that a pending signal leads to, for this
 * thread, for others and for a signalfd. SIGSYS is kept here: it cannot be
 * blocked while the fallback is on, because the next trap would kill. What
 * arrives while a hook runs is kept here too, until the hook is done.
 *
 * Any context with a thread's record.
 */
#ifndef HELD_H
#define HELD_H

#include <stddef.h>
#include <stdint.h>

#include "thread/call.h"
#include "thread/thread.h"

struct siginfo;
struct ucontext;

/* One has arrived: make its siginfo what it was when it was sent. */
void held_arrived(struct siginfo *info);

/* The program is about to have it. */
void held_shown(struct siginfo *info);

/* One has arrived. Is it to wait, because another one is just sent to the
 * program? What is sent finds the mask as it was before. */
int held_waits(struct thread *t, int sig, struct ucontext *uc);

/* The signal that came with this context is pending from now on. */
void held_keep(struct thread *t, int sig, const struct siginfo *info,
	       struct ucontext *uc);

/* The same, for the maker of a vfork child before it goes on; and where its
 * signals are until then. */
void held_for_parent(struct thread *t, int sig, const struct siginfo *info);
struct thread_pending *held_of_parent(struct thread *t);

/* Start-up: SIGSYS was pending when the program began. */
void held_at_start(struct thread *t, const struct siginfo *info);

/* The same, where the kernel's mask is about to be set: blocked there and
 * pending until then. t may be NULL. */
void held_on_the_way(struct thread *t, int sig, const struct siginfo *info,
		     struct ucontext *uc);

/* Guard down: send what is held and not blocked (any more). */
void held_send_due(struct thread *t);
static inline void held_release(struct thread *t)
{
	if (__builtin_expect(t->pending.held != 0, 0))
		held_send_due(t);
}

/* The kernel's mask is about to be set to this: what it lets through is pending
 * there until then, with all the others that it lets through. */
void held_requeue(struct thread *t, uint64_t mask);

/* What of it the program sees as pending. */
uint64_t held_pending(const struct thread *t);

/*
 * kill and rt_sigqueueinfo. The kernel does not know who blocks one of ours,
 * and may choose a thread of this process that does: this one sees to it that
 * it is not itself, and gets what it would get if the first thread blocks it.
 * As issue_call().
 */
long held_send(struct call *call);

/* rt_tgsigqueueinfo; timer_create; timer_delete: whom it is for is told by more
 * than the kernel's siginfo says. As issue_call(). */
long held_send_to_thread(struct call *call);
long held_make_timer(struct call *call);
long held_delete_timer(struct call *call);

/* The program ignores it from now on: what is pending is dropped. */
void held_drop(struct thread *t, int sig);

/* In a child: what is held is its maker's. */
void held_forget(struct thread *t);

/* A vfork child is about to run on t, with t->vfork in place; it is gone, and
 * t->masks is its maker's again. */
void held_vfork(struct thread *t);
void held_vfork_done(struct thread *t);

#endif
