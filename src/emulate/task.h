/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Issuing the original call. Most are one syscall instruction; those that
 * make, replace or end a task, or take the stack pointer as an argument, need
 * more care.
 */
#ifndef TASK_H
#define TASK_H

#include "thread/call.h"

/* Numbers that only process_issue() can issue. */
extern const unsigned short process_numbers[];
extern const size_t process_numbers_count;

/*
 * Issue call->regs. On the program's stack, guard down, lock not held. The
 * result, as the kernel gives it; no return where the call has none.
 */
long process_issue(struct call *call);

struct thread;

/* The process is about to end: what is to be done then is, once. Guard down, on
 * the program's stack. */
void process_ends(struct thread *t);

/* For entry.S: a task made by clone begins, on its own stack, with this below
 * the red zone; filled in. */
struct task_start;
void process_begin(struct task_start *start);

/* And one made by vfork, on its maker's. */
struct thread_vfork;
void process_begin_vfork(struct thread_vfork *vfork);

/* Can hook_raw() issue this number? */
int process_is_ordinary(const struct SyscallRegs *regs);

#endif
