/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Trace lines on their way to the command, through a file in memory that all
 * processes of a run share (tables/ring_file.h). Without a command that reads
 * it, and for a process that cannot have the file, lines go to the log.
 *
 * Each thread writes to a lane of its own, so there is no lock, and what it has
 * written outlives it. All functions but those of start-up are called with the
 * guard up, by the thread whose record is given: so no signal handler of the
 * program comes between, and a vfork child has its parent's lane while the
 * parent waits.
 */
#ifndef RING_H
#define RING_H

#include <stddef.h>
#include <stdint.h>

struct thread;

/* Start-up, by the first thread: open the file that the variable names, and
 * get a lane. Returns 0 or -errno: lines go to the log. */
int ring_open(struct thread *t, const char *path);

/* Lines go to the log; only those of calls that are under way come here. */
int ring_is_direct(void);

/* The monotonic clock in ns. */
uint64_t ring_now(struct thread *t);

/*
 * A call at this level (t->level) begins: its line so far is shown as
 * unfinished if the thread dies before ring_finish(). It may be cut. time: of
 * ring_now(). is_exec: it is not, if another program comes instead, which says
 * how the call has ended.
 */
void ring_begin(struct thread *t, uint32_t level, const char *text, size_t n,
		uint64_t time, int is_exec);

/* The line of the call of that level, or the first half of it, with its
 * newline. It waits while the lane is full, as long as the command reads. */
void ring_finish(struct thread *t, uint32_t level, const char *line, size_t n);

/* A line, or several, of no call that has begun. */
void ring_write(struct thread *t, const char *line, size_t n);

/* The call of that level is over, and has no line. Those further in are cut by
 * the next ring_begin(). */
void ring_forget(struct thread *t, uint32_t level);

/* The process is about to exit, and has said so if that is wanted. */
void ring_say_exit(struct thread *t);

/* The thread has a line about its exit, which is the process's too if it is the
 * first one. */
void ring_say_thread_exit(struct thread *t);

/* The thread ends. */
void ring_close(struct thread *t);

/* A vfork child is about to be made, which writes to this thread's lane: there
 * is one from now on, if there can be. */
void ring_before_vfork(struct thread *t);

/* In the child of a fork, not a vfork child's any more: it gets a lane of its
 * own, so that the command knows of it. Whoever calls this lowers the guard
 * afterwards. */
void ring_after_fork(struct thread *t);

#endif
