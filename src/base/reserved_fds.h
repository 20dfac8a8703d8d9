/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Our descriptors in the program's table: that of the log, and those of files
 * that scripts open. If possible they have numbers above the limit on
 * descriptors. They are closed on exec. They are known by a slot, because the
 * number changes when the program wants it for itself (fd_calls.h). Callable
 * from any context, but what puts a descriptor somewhere only by one thread at
 * a time.
 */
#ifndef RESERVED_FDS_H
#define RESERVED_FDS_H

/* Slots; the first are the log's, and what new programs inherit (exec_door.h).
 */
#define RESERVED_FDS 64
#define RESERVED_FDS_LOG 0
#define RESERVED_FDS_LIBRARY 1
#define RESERVED_FDS_SETTINGS 2

/* How many descriptors the program may get by one call: those of a message
 * (SCM_MAX_FD). Ours keep this distance. */
#define RESERVED_FDS_AT_ONCE 256

/* The lowest and the highest number that a descriptor of ours ever had. INT_MAX
 * and 0: there was none. */
extern int reserved_fds_least, reserved_fds_most;

/* Some of ours are in the program's range, where it may get a number. */
extern int reserved_fds_in_range;

/* Keep a duplicate of fd, out of the program's range if possible. Returns its
 * slot, or -errno. EMFILE: all slots are in use. */
int reserved_fds_keep(int fd);

/* The same in this slot, which must be free. Returns 0 or -errno. */
int reserved_fds_keep_at(int slot, int fd);

/* From now on the descriptor fd itself is ours. -1: the slot is free; nothing
 * is closed. */
void reserved_fds_adopt(int slot, int fd);

/* Start-up: fd was inherited, and is ours in this slot from now on. If there is
 * no other number for it in place of a low one, it is closed. */
void reserved_fds_inherit(int slot, int fd);

/* The number that the slot's descriptor has now; -1: there is none. */
int reserved_fds_number(int slot);

/* Close the slot's descriptor and free the slot. */
void reserved_fds_close(int slot);

/* Start-up has failed: close all, the log's too. */
void reserved_fds_leave(void);

/* The slot of descriptor fd; -1: it is not ours. */
int reserved_fds_find(int fd);

/* Is descriptor fd ours? */
static inline int reserved_fds_has(int fd)
{
	return fd >= reserved_fds_least && reserved_fds_find(fd) >= 0;
}

/* The lowest of our numbers from first on; INT_MAX: there is none. */
int reserved_fds_next(int first);

/* How many descriptors are ours. */
int reserved_fds_count(void);

/* The program wants the number of this slot: take another one. The old one
 * stays open. Returns 0, or -errno: there is no other. */
int reserved_fds_move(int slot);

/* The slot's descriptor is the program's now. The slot stays taken. */
void reserved_fds_lose(int slot);

/* The limit has changed, so some of ours may be in the program's range now, or
 * out of it. Those in it are moved if possible, and closed at their old
 * numbers. */
void reserved_fds_limit_changed(void);

/* The program got the number fd. Move those of ours that are too close. */
void reserved_fds_give_way(int fd);

/* Is the slot's descriptor in the program's range? */
int reserved_fds_blocks(int slot);

/* Close the slot's descriptor, because the program can get no other number any
 * more. The slot stays taken. */
void reserved_fds_give_up(int slot);

#endif
