/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The lock on the interpreter. Any context of the program. */
#ifndef LOCK_H
#define LOCK_H

#include "thread/thread.h"

/*
 * The one lock around the interpreter. It costs nothing while the process has
 * a single thread: thread_multi() is called before a second one is made, with
 * the record of the thread that makes it.
 *
 * Who waits looks now and then whether the owner is still there, for a task may
 * be killed alone, by a filter, or with a process that has its memory in common
 * with this one. Then it takes the lock, and calls thread_owner_died().
 */
extern void (*thread_owner_died)(void);
void thread_lock(const struct thread *self);
void thread_unlock(void);
void thread_multi(const struct thread *self);

/* From now on, wait for the lock without futex, which a filter of the program's
 * refuses; 0: with futex again. Returns what it was before. */
int thread_lock_spins(int yes);

/* Unlock, if t is the owner. It was killed, and nobody knows where it was. */
void thread_unlock_of(const struct thread *t);

/* The thread of this record has ended without a word: it was killed alone, or
 * with a process of its own. Asks the kernel; 0 where that may not be. */
int thread_has_died(const struct thread *t, const struct thread *self);

/* Is it the only one of its process, with dispositions of signals that no other
 * process has? 0: perhaps not. */
int thread_is_single(const struct thread *t);

/* Is t the only thread that is left of those of its records? */
int thread_is_alone(const struct thread *t);

/* Its guard is up, and it does more than wait for the lock: if it was killed,
 * the interpreter's memory may be half changed. */
int thread_is_inside(const struct thread *t);

/*
 * The owner is about to do what may take as long as another thread likes, such
 * as reading a page that the program itself has to fill (userfaultfd): whoever
 * has waited for some ms, or for one of these before, takes the lock. Between
 * the two calls the owner is as one that has let go of it.
 */
void thread_lend(void);
void thread_take_back(const struct thread *self);

/* Likewise, but the owner makes a process: the lock is taken only once that
 * fork has been seen to be stopped. */
void thread_lend_for_fork(void);

/*
 * After thread_own_states() each thread has an interpreter state of its own:
 * the lock is taken only for what they have in common, by self, nested or not.
 */
extern unsigned char thread_has_own_state;
void thread_own_states(void);
void thread_lock_common(struct thread *self);
void thread_unlock_common(struct thread *self);

/* The lock as handlers hold it. */
static inline void thread_lock_state(const struct thread *self)
{
	if (__builtin_expect(thread_is_multi, 0) && !thread_has_own_state)
		thread_lock(self);
}

static inline void thread_unlock_state(void)
{
	if (__builtin_expect(thread_is_multi, 0) && !thread_has_own_state)
		thread_unlock();
}

/* In the child of fork nobody has it. 0: when memory was copied another thread
 * had, and what it guards may be half changed. */
int thread_lock_after_fork(const struct thread *self);

#endif
