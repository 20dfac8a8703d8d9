/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The end of the process by a signal that is ours in the kernel's eyes
 * (sigmask.h), as it ends without us: also behind filters that refuse what is
 * usual for that.
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

#endif
