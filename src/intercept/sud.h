/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The net: Syscall User Dispatch, armed for every task with the gate region as
 * the one place that may enter the kernel. A system call from anywhere else
 * (code made at run time, a site that could not be rewritten) raises SIGSYS,
 * and goes on from there through entry_trap like any other. Its handler never
 * makes the call: the mask, the alternate stack, EINTR, vfork and clone are
 * then what they are in the program's own context.
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

/* Start-up: would sud_start() do? Returns 0 or -errno. */
int sud_try(void);

/* In a new task, before anything of the program runs. Returns 0 or -errno: it
 * goes without, for the program's filters do not let prctl through. */
int sud_arm(void);

/* This task goes without it, until it execs. 0, or -errno. */
int sud_leave(void);

/* May a task of this process meet it? */
int sud_is_on(void);

/* The end by SIGSYS, which is blocked: no call is let through any more. Returns
 * where there is no net. */
void sud_perish(void);

/* A SIGSYS has arrived. 1: it was the net's, and regs lead to where the call
 * goes on. t may be NULL. */
int sud_arrived(struct thread *t, const siginfo_t *info,
		struct sigcontext *regs);

#endif
