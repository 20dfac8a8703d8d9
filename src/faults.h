/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSEGV is ours: a call site jumps to the number in rax, and a number beyond
 * the sled ends in a fault that is a system call all the same. What is not
 * that is the program's, and ends as it would without us.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <asm/siginfo.h>
#include <stdint.h>

#include "frame.h"
#include "thread.h"

struct action;
struct ucontext;

/* Start-up: from now on SIGSEGV arrives here. */
void faults_init(void);

/*
 * The program's disposition for SIGSEGV has changed to act, and the kernel
 * knows it: ours goes in its place. Any context, guard down.
 */
void faults_install(const struct action *act);

/* The program has a handler that runs on the alternate stack: so does ours,
 * from now on. */
void faults_use_altstack(void);

/* A SIGSEGV has arrived. Nonzero: it is dealt with, return to the context as
 * it stands now. 0: the program's handler is to see it. */
int faults_arrived(struct thread *t, siginfo_t *info, struct ucontext *uc);

/* What the program has said of SIGSEGV. */
const struct action *faults_said(void);

/* The handler for it, which is about to run. */
void (*faults_handler(void))(void);

/*
 * The program called through a null pointer and is to see what it would
 * without us: a fault at rip 0. With a handler of its own for SIGSEGV this
 * does not return, the handler runs and finds the program's registers as they
 * were; without one it returns. Guard down, on the program's stack.
 */
void faults_null_call(struct thread *t, const struct frame *frame);

/* Around execve: an ignored SIGSEGV is ignored by the new program too. */
void faults_before_exec(void);
void faults_after_failed_exec(void);

#endif
