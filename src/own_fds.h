/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Descriptors of ours in the program's table: the log's, and those of files
 * that scripts open. They have high numbers, are closed on exec, and are known
 * by a slot, for the number changes when the program wants it for itself
 * (descriptors.h). Callable from any context.
 */
#ifndef OWN_FDS_H
#define OWN_FDS_H

/* Slots; the first is the log's. */
#define OWN_FDS 64
#define OWN_FDS_LOG 0

/* No descriptor of ours is below; INT_MAX: there is none. */
extern int own_fds_least;

/* Keep a duplicate of fd, as high as the limit on descriptors lets it be.
 * Returns its slot, or -errno: EMFILE, all slots are in use. */
int own_fds_keep(int fd);

/* The same in this slot, which is free. Returns 0 or -errno. */
int own_fds_keep_at(int slot, int fd);

/* The descriptor itself is ours from now on, whatever its number. */
void own_fds_adopt(int slot, int fd);

/* The number it has now; -1: there is none. */
int own_fds_number(int slot);

/* Close it. The slot is free. */
void own_fds_close(int slot);

/* Start-up has failed: close all, the log's too. */
void own_fds_leave(void);

/* The slot of descriptor fd; -1: it is not ours. */
int own_fds_find(int fd);

/* Ours from number first on: the lowest; INT_MAX: there is none. */
int own_fds_next(int first);

/* The program wants its number: take another one. Returns the old one. */
int own_fds_move(int slot);

#endif
