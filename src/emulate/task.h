/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Calls that make or end a task, or give it another storage. A child may go on
 * on its maker's stack, or on one of its own; with its maker's memory, or a
 * copy of it.
 */
#ifndef TASK_H
#define TASK_H

#include "thread/call.h"

/* fork, vfork, clone, clone3; exit; exit_group; arch_prctl. As issue_call(). */
long task_make(struct call *call);
long task_end_thread(struct call *call);
long task_end_process(struct call *call);
long task_set_storage(struct call *call);

struct thread;

/* The process is about to end: do once what has to be done then. Guard down, on
 * the program's stack. */
void task_ends_process(struct thread *t);

/* For task.S: a task made by clone begins, on its own stack, with this below
 * the red zone; filled in. */
struct task_start;
void task_begin(struct task_start *start);

/* And one made by vfork, on its maker's. */
struct thread_vfork;
void task_begin_vfork(struct thread_vfork *vfork);

#endif
