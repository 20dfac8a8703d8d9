/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The fallback: Syscall User Dispatch (SUD), armed for every task. Only code of
 * the gate region may enter the kernel. A system call from anywhere else (code
 * made at run time, a site that could not be rewritten) raises SIGSYS, and goes
 * on through entry_trap like any other. The handler of SIGSYS never makes the
 * call itself, so the mask, the alternate stack, EINTR, vfork and clone are as
 * in the program's own context.
 */
#ifndef SUD_H
#define SUD_H

#include <asm/siginfo.h>

struct sigcontext;
struct thread;

/* Start-up, with the gate mapped and SIGSYS ours: arm it for this task and all
 * that will be made. Returns 0 or -errno: the kernel has none, or forbids it.
 */
int sud_start(void);

/* Start-up: would sud_start() succeed? Returns 0 or -errno. */
int sud_try(void);

/* Arm it in a new task, before anything of the program runs. Returns 0, or
 * -errno: the task goes without, because the program's filters refuse prctl. */
int sud_arm(void);

/* Disarm it for this task, until the task execs. Returns 0 or -errno. */
int sud_leave(void);

/* Is it armed in this process? */
int sud_is_on(void);

/* End the process by SIGSYS, which is blocked: no call is let through any more.
 * Returns if SUD is not there. */
void sud_perish(void);

/* A SIGSYS has arrived. Returns 1 if SUD raised it; then regs lead to where the
 * call goes on. t may be NULL. */
int sud_arrived(struct thread *t, const siginfo_t *info,
		struct sigcontext *regs);

#endif
