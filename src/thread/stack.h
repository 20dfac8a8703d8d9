/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Hook stacks: what handlers run on. A run of handlers takes one and gives it
 * back at its end; regs:call() keeps it for as long. So with one interpreter
 * state for all threads there are as many as calls that handlers wait for, and
 * some spares, and a thread that runs no handler needs none.
 *
 * For all but stack_leave(): the guard is up and the lock on the interpreter
 * held, or the thread has a state of its own.
 */
#ifndef STACK_H
#define STACK_H

#include <stddef.h>
#include <stdint.h>

#include "thread/thread.h"

/* Each is aligned to its size: what is left shows from the stack pointer. Only
 * pages that were touched exist. */
#define STACK_SIZE THREAD_STACK

/* Stands at the upper end of each. */
struct stack {
	struct stack *next; /* of those that are free */
};

extern struct stack *stack_free;
extern uint32_t stack_spares; /* how many these are */
#define STACK_SPARES 16	      /* beyond them they are unmapped */

/* Set: there is no lock that all threads hold, so each keeps its stacks. */
extern unsigned char stack_apart;

/* For this level of the thread: where it ends; NULL: no memory. A level that
 * was left by siglongjmp has one. */
struct stack *stack_make(struct thread *t, size_t level);
static inline struct stack *stack_take(struct thread *t, size_t level)
{
	struct stack *s = t->stack[level];

	if (s)
		return s;
	s = stack_free;
	if (__builtin_expect(!s || stack_apart, 0))
		return stack_make(t, level);
	stack_free = s->next;
	stack_spares--;
	t->stack[level] = s;
	return s;
}

/* The level's handlers are done. */
void stack_drop(struct thread *t, size_t level);
static inline void stack_give(struct thread *t, size_t level)
{
	struct stack *s = t->stack[level];

	if (__builtin_expect(stack_apart, 0))
		return;
	if (__builtin_expect(stack_spares >= STACK_SPARES, 0)) {
		stack_drop(t, level);
		return;
	}
	t->stack[level] = NULL;
	s->next = stack_free;
	stack_free = s;
	stack_spares++;
}

/*
 * A seccomp filter might let us map no stack, so this many are put aside before
 * it is installed. With FILTERED_MAPS none is mapped or unmapped.
 */
void stack_reserve(size_t n);

/* mlockall() has locked all that there is: not the stacks. */
void stack_unlock(void);

/* A thread ends, with the guard up and no lock: give back the stacks of its
 * calls under way, which will not come back. */
void stack_leave(struct thread *t);

#endif
