/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSEGV, SIGBUS and SIGSYS are ours. A call site jumps to the number in rax,
 * and a number beyond the sled ends in a fault that is a system call all the
 * same; a copy from or to the program's memory may meet a bad address. What is
 * not that is the program's, and ends as it would without us.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <asm/siginfo.h>
#include <stdint.h>

#include "base/frame.h"
#include "thread/thread.h"

struct action;
struct ucontext;

/* Start-up: from now on they arrive here. */
void faults_init(void);

/* Start-up has failed: they are as they were. */
void faults_leave(void);

/* In a task begun with CLONE_CLEAR_SIGHAND: what the program handled is back to
 * the default. vfork: NULL, or what its maker keeps for it. */
void faults_forget(struct thread_vfork *vfork);

/* Is sig one of them? */
int faults_owns(int sig);

/* As signals_leave_masks(). */
void faults_leave_masks(const struct thread *t);

/* What the program has said of sig. A vfork child's words are its own. */
const struct action *faults_said(const struct thread *t, int sig);

/* A vfork child is about to run: what its maker keeps for it, before that is
 * t->vfork, where signals find it. */
void faults_vfork(struct thread_vfork *vfork);

/* In a process of its own, made by a vfork child. */
void faults_fork(const struct thread_vfork *vfork);

/*
 * For what is signal_entry in the kernel before and behind it. A filter may let
 * the program's own instruction make this call, which is rt_sigaction, and not
 * us: then the kernel keeps the flags and the mask that it has, and that is all
 * right, too. call, act and old may be NULL.
 */
long faults_set(const struct call *call, int sig, const struct action *act,
		struct action *old);

/* The program's disposition for sig is to be act: ours goes to the kernel,
 * whose one before is told. Any context, guard down. */
long faults_install(struct call *call, int sig, const struct action *act,
		    struct action *old);

/* The program has a handler that runs on the alternate stack. From now on ours
 * run there too. */
void faults_use_altstack(void);

/* A fault where the thread's record is looked for, before anything else looks:
 * nonzero, it goes on from uc. */
int faults_without_storage(struct ucontext *uc);

/* sig has arrived. Nonzero: it is dealt with, return to the context as it
 * stands now. 0: the program's handler is to see it. t may be NULL. */
int faults_arrived(struct thread *t, int sig, siginfo_t *info,
		   struct ucontext *uc);

/* The program's handler for sig, which is about to run. */
struct action faults_take(struct thread *t, int sig);

/*
 * Let the program see a fault of its own at this frame: SIGSEGV for a call
 * through a null pointer, SIGSYS for a system call. If it has a handler for the
 * signal, this does not return; the handler finds the program's registers as
 * they were. Otherwise this returns. Guard down, on the program's stack.
 */
void faults_raise(struct thread *t, const struct frame *frame,
		  const siginfo_t *info);

/* Does the program ignore one of them? */
int faults_ignores(const struct thread *t);

/* Around execve: what is ignored is ignored by the new program too. */
void faults_before_exec(const struct thread *t);
void faults_after_failed_exec(const struct thread *t);

#endif
