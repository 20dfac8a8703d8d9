/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The signals that the kernel must never find blocked, for we live by them,
 * and the program's view of them: what it blocks of them is kept in the
 * thread's record, shown wherever it looks, and acted upon.
 */
#ifndef MASKS_H
#define MASKS_H

#include <stdint.h>

#include "hook.h"
#include "thread.h"

struct action;
struct siginfo;
struct ucontext;

/* SIGBUS, SIGSEGV, SIGSYS */
#define MASKS_OURS (1ul << 6 | 1ul << 10 | 1ul << 30)
#define MASKS_COUNT 3
extern const unsigned char masks_ours[MASKS_COUNT];

/* Its place among them; -1: it is not one of ours. */
int masks_index(int sig);

/* Start-up: what the program inherits of them as blocked. */
void masks_init(struct thread *t);

/* What masks_issue() has to see besides rt_sigprocmask: the calls that wait
 * under a mask of their own, and those that look for pending signals. */
extern const unsigned short masks_numbers[];
extern const size_t masks_numbers_count;

/* These and rt_sigprocmask. As process_issue(). */
long masks_issue(struct call *call);

/* The handler of act for sig is about to run with this context. */
void masks_enter(struct thread *t, int sig, const struct action *act,
		 struct ucontext *uc);

/* rt_sigreturn to this context is about to be issued. */
void masks_leave(struct thread *t, struct ucontext *uc);

/* One of ours was sent to the program, which has it blocked, or a hook runs:
 * keep it, one of each. It came with this context. */
void masks_hold(struct thread *t, int sig, const struct siginfo *info,
		struct ucontext *uc);

/* Guard down: send what is held and not blocked (any more). */
void masks_send(struct thread *t);
static inline void masks_release(struct thread *t)
{
	if (__builtin_expect(t->held != 0, 0))
		masks_send(t);
}

/* Around execve: the new program inherits the mask. */
void masks_before_exec(const struct thread *t);
void masks_after_failed_exec(const struct thread *t);

#endif
