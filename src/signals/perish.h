/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Ends the process by a signal that is one of ours in the kernel (sigmask.h),
 * in the way it ends without us. It does so even if filters refuse the usual
 * calls.
 */
#ifndef PERISH_H
#define PERISH_H

#include <asm/siginfo.h>

struct thread;
struct ucontext;

/* From signal_entry: the program has no handler for what has arrived, or
 * blocks it. It ends when signal_entry returns, or before. t may be NULL. */
void perish_arrived(const struct thread *t, int sig, const siginfo_t *info,
		    struct ucontext *uc);

/* Here and now. */
__attribute__((noreturn)) void perish_now(int sig);

/* This thread alone, as a filter does that kills it; and with the last one the
 * process. */
__attribute__((noreturn)) void perish_thread(const struct thread *t);

#endif
