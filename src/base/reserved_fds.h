/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Descriptors of ours in the program's table: the log's, and those of files
 * that scripts open. They have numbers above the limit on descriptors where
 * that can be, are closed on exec, and are known by a slot, for the number
 * changes when the program wants it for itself (fd_calls.h). Callable from
 * any context, but for what puts a descriptor somewhere: by one thread at a
 * time.
 */
#ifndef RESERVED_FDS_H
#define RESERVED_FDS_H

/* Slots; the first is the log's. */
#define RESERVED_FDS 64
#define RESERVED_FDS_LOG 0

/* Descriptors that the program may get by one call: of a message (SCM_MAX_FD).
 * Ours are out of the way of so many. */
#define RESERVED_FDS_AT_ONCE 256

/* No descriptor of ours was ever below, or above. INT_MAX, 0: there was none.
 */
extern int reserved_fds_least, reserved_fds_most;

/* Some are where the program may get a number: in its range. */
extern int reserved_fds_in_range;

/* The process has got a seccomp filter: its limit is not changed any more. */
void reserved_fds_filtered(void);

/* Keep a duplicate of fd, out of the program's range if that can be. Returns
 * its slot, or -errno: EMFILE, all slots are in use. */
int reserved_fds_keep(int fd);

/* The same in this slot, which is free. Returns 0 or -errno. */
int reserved_fds_keep_at(int slot, int fd);

/* The descriptor itself is ours from now on, whatever its number; -1: the slot
 * is free, and nothing is closed. */
void reserved_fds_adopt(int slot, int fd);

/* The number it has now; -1: there is none. */
int reserved_fds_number(int slot);

/* Close it. The slot is free. */
void reserved_fds_close(int slot);

/* Start-up has failed: close all, the log's too. */
void reserved_fds_leave(void);

/* The slot of descriptor fd; -1: it is not ours. */
int reserved_fds_find(int fd);

/* Ours from number first on: the lowest; INT_MAX: there is none. */
int reserved_fds_next(int first);

/* Descriptors of ours: how many. */
int reserved_fds_count(void);

/* The program wants its number: take another one. The old one is still open.
 * Returns 0, or -errno: there is none. */
int reserved_fds_move(int slot);

/* Its descriptor is the program's now. The slot stays taken. */
void reserved_fds_lose(int slot);

/* The limit is another one: into or out of the range are these now. Those that
 * are in it are moved, if that can be, and closed where they were. */
void reserved_fds_limit_changed(void);

/* One that the program got has number fd: who is in its way goes further up. */
void reserved_fds_give_way(int fd);

/* Is it in the program's range? */
int reserved_fds_blocks(int slot);

/* It is closed, for the program can have no other descriptor any more. The slot
 * stays taken. */
void reserved_fds_give_up(int slot);

#endif
