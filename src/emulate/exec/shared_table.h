/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Threads share a table of descriptors. While one of them executes a program by
 * the door at exec, descriptors of ours in it are open to new programs. No
 * other thread executes one meanwhile; and a task that gets a copy of the table
 * learns that it has to close them there. Any context of the program.
 */
#ifndef EMULATE_SHARED_TABLE_H
#define EMULATE_SHARED_TABLE_H

#include <stdint.h>

#include "thread/thread.h"

/*
 * t is about to execute a program, and waits until no other thread does. An
 * exec that takes a second is waited for no longer: it may be waiting for t. A
 * task with a table of its own locks nothing. To be unlocked if the exec fails.
 */
void shared_table_lock(struct thread *t);
void shared_table_unlock(struct thread *t);

/* Before a task is made that gets a copy of the table. */
uint32_t shared_table_mark(void);

/* And in that task: may an exec have been under way when the table was copied?
 */
int shared_table_was_locked(uint32_t mark);

/* In a process whose memory is a copy too. */
void shared_table_after_fork(void);

#endif
